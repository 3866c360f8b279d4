/**
 * What people call the same thing, in the languages of the index. Data, read once: how a word is spelt elsewhere, what else it is called,
 * what it has to do with.
 */
export interface Concept {
  /** The same thing: as good as the word itself. */
  words: string;
  /** What has to do with it: half as good. */
  related?: string;
  /** Said by askers, but in texts it often means something else. */
  asked?: string;
  /** Slugs of categories it names. */
  slugs?: readonly string[];
}

/** Names are separated by commas; case, accents and apostrophes do not count. */
export const CONCEPTS: readonly Concept[] = [
  {
    words: 'music, musique, musik, música, musica, muziek, музыка, музика, muzyka, موسيقى, 音乐, 音樂, 音楽, 음악, ดนตรี, 🎵, 🎶',
    related: 'concert, band, orchestra, choir, song',
    slugs: ['music'],
  },
  {
    words: 'live music, musique live, livemusik, música en vivo, musica dal vivo, música ao vivo, живая музыка',
    related: 'music, concert, band, jazz, orchestra',
    slugs: ['music'],
  },
  {
    words:
      'concert, gig, konzert, concierto, concerti, concerto, show musical, концерт, концерты, концерти, koncert, حفلة موسيقية, 音乐会, 音樂會, 演唱会, コンサート, 콘서트, คอนเสิร์ต, 🎤',
    related: 'music, recital, orchestra, choir, band, quartet, trio',
    slugs: ['music'],
  },
  { words: 'jazz, джаз, جاز, 爵士, ジャズ, 재즈, แจ๊ส, 🎷', related: 'swing, bebop', slugs: ['music'] },
  {
    words:
      'classical music, classical, klassische musik, klassik, musique classique, música clásica, musica classica, música clássica, klassieke muziek, классическая музыка, 古典音乐, 古典音樂, クラシック, 클래식, 🎻',
    related: 'orchestra, symphony, chamber, quartet, concerto',
    slugs: ['music'],
  },
  {
    words: 'orchestra, orchestre, orchester, orquesta, orquestra, orkest, оркестр, أوركسترا, 管弦乐, オーケストラ, 오케스트라',
    related: 'symphony, philharmonic',
    slugs: ['music'],
  },
  { words: 'symphony, symphonic, symphonie, sinfonie, sinfonía, sinfonia, симфония', related: 'orchestra', slugs: ['music'] },
  { words: 'choir, choral, chorus, chorale, chor, coro, koor, хор, 合唱, 합창', related: 'carols, singers, vocal', slugs: ['music'] },
  { words: 'opera, opéra, oper, ópera, опера, أوبرا, 歌剧, 歌劇, オペラ, 오페라', related: 'operatic', slugs: ['music'] },
  { words: 'piano, pianist, klavier, pianoforte, пианино, 钢琴, ピアノ, 🎹', slugs: ['music'] },
  { words: 'guitar, guitare, gitarre, guitarra, chitarra, gitaar, гитара, 吉他, ギター, 🎸', slugs: ['music'] },
  { words: 'folk, folk music, volksmusik, musica folk', related: 'bluegrass, americana, singer songwriter', slugs: ['music'] },
  { words: 'electronic music, electronic, techno, house music, rave', related: 'dj, dance party', slugs: ['music', 'nightlife'] },
  { words: 'hip hop, hiphop, hip-hop, rap', slugs: ['music'] },
  {
    words:
      'theatre, theater, théâtre, teatro, schauspiel, toneel, театр, спектакль, вистава, teatr, مسرح, مسرحية, 戏剧, 戲劇, 話劇, 演劇, 연극, ละคร, 🎭',
    asked: 'plays, play, pièce, obra de teatro, пьеса',
    related: 'play, plays, drama, musical, cabaret',
    slugs: ['theatre'],
  },
  {
    words:
      'comedy, stand up, stand-up, standup, comedian, improv, comédie, humour, komödie, comedia, commedia, comico, comédia, komedie, стендап, комедия, كوميديا, كوميدي, 喜剧, 喜劇, 脱口秀, お笑い, コメディ, 코미디, 😂',
    related: 'sketch, laugh, funny',
    slugs: ['comedy'],
  },
  { words: 'spettacolo, spectacle, aufführung, espectáculo, voorstelling, show', related: 'performance' },
  {
    words:
      'film, movie, cinema, screening, film screening, película, cine, filme, kino, bioscoop, кино, фильм, فيلم, سينما, 电影, 電影, 映画, 영화, หนัง, 🎬',
    slugs: ['film'],
  },
  {
    words:
      'exhibition, exhibit, exposition, ausstellung, exposición, mostra, exposição, tentoonstelling, выставка, виставка, wystawa, معرض, 展览, 展覽, 展覧会, 전시회, นิทรรศการ',
    related: 'gallery',
    slugs: ['exhibitions'],
  },
  {
    words: 'art, kunst, arte, искусство, فن, 艺术, 藝術, アート, 예술, ศิลปะ, 🎨',
    related: 'exhibition, exhibit, gallery, painting, arts',
    slugs: ['arts'],
  },
  { words: 'museum, musée, museo, museu, музей, متحف, 博物馆, 博物館, 美術館, 박물관, พิพิธภัณฑ์', slugs: ['museums'] },
  {
    words:
      'market, bazaar, marché, markt, mercado, mercato, mercadillo, рынок, ярмарка, ярмарок, jarmark, سوق, 市场, 市場, 市集, マーケット, 마켓, 시장, ตลาด',
    slugs: ['markets'],
  },
  { words: 'farmers market, farmers markets, wochenmarkt, marché fermier, mercado de agricultores', related: 'market', slugs: ['markets'] },
  {
    words:
      'christmas, xmas, x-mas, noël, weihnachten, weihnachts, navidad, natale, natal, kerst, kerstmis, рождество, рождественский, різдво, boże narodzenie, عيد الميلاد, 圣诞, 聖誕, 圣诞节, 聖誕節, クリスマス, 크리스마스, คริสต์มาส, 🎄, 🎅',
    related: 'holiday, carols, santa, winter',
    slugs: ['celebrations'],
  },
  { words: 'holiday, holidays', related: 'christmas, winter' },
  {
    words:
      'workshop, class, atelier, kurs, taller, laboratorio, corso, oficina, cursus, мастер-класс, ورشة, 工作坊, ワークショップ, 워크숍, เวิร์กช็อป',
    related: 'lesson, course, learn',
    asked: 'lessons',
    slugs: ['workshops'],
  },
  {
    words: 'painting, paint, peinture, malerei, malen, pintura, pittura, schilderen, живопись, رسم, 绘画, 繪畫, 絵画',
    related: 'watercolour, canvas, art',
    slugs: ['workshops', 'arts'],
  },
  { words: 'pottery, ceramics, ceramic, clay, poterie, töpfern, cerámica, ceramica, keramik, керамика, 陶艺, 陶芸', slugs: ['crafts'] },
  {
    words: 'craft, crafts, artisan, handmade, bricolage, basteln, artesanía, artigianato, artesanato, рукоделие, 手工',
    related: 'knitting, sewing',
    slugs: ['crafts'],
  },
  {
    words: 'dance, dancing, danse, tanz, tanzen, baile, danza, dança, dansen, танец, танцы, танці, taniec, رقص, 舞蹈, ダンス, 댄스, 💃',
    related: 'ballet, salsa, tango',
    slugs: ['dance'],
  },
  {
    words:
      'skating, skate, ice skating, rink, patinage, eislaufen, schlittschuh, patinaje, pattinaggio, schaatsen, каток, تزلج, 滑冰, スケート, 스케이트, ⛸',
    slugs: ['sports', 'outdoors'],
  },
  {
    words: 'nature, natur, naturaleza, natura, natureza, natuur, природа, طبيعة, 自然, 자연, 🌳',
    related: 'outdoors, forest, bird, tree',
    slugs: ['outdoors'],
  },
  {
    words: 'walk, walking tour, balade, promenade, spaziergang, caminata, passeggiata, caminhada, wandeling, прогулка, 散步',
    related: 'tour, hike',
    slugs: ['tours', 'outdoors'],
  },
  {
    words: 'hike, hiking, randonnée, wanderung, senderismo, escursione, trilha, поход, 远足, ハイキング',
    related: 'walk, trail',
    slugs: ['outdoors'],
  },
  {
    words: 'tour, visite guidée, führung, visita guiada, visita guidata, rondleiding, экскурсия, جولة, 导览, ツアー, 투어',
    slugs: ['tours'],
  },
  { words: 'ghost, haunted, fantôme, geister, fantasmas, fantasmi, привидения, 👻', related: 'spooky, spirits' },
  {
    words: 'food, nourriture, essen, comida, cibo, eten, еда, їжа, jedzenie, طعام, 美食, 食べ物, グルメ, 음식, อาหาร, 🍽',
    related: 'culinary, tasting, dinner, brunch',
    slugs: ['food-drink'],
  },
  { words: 'beer, bière, bier, cerveza, birra, cerveja, пиво, 啤酒, ビール, 맥주, 🍺', slugs: ['food-drink'] },
  { words: 'wine, vin, wein, vino, vinho, wijn, вино, 葡萄酒, ワイン, 와인, 🍷', slugs: ['food-drink'] },
  {
    words: 'book, livre, buch, bücher, libro, livro, boek, книга, книги, كتاب, 书, 書, 책, 📚',
    related: 'author, literary, reading',
    slugs: ['literature'],
  },
  {
    words: 'poetry, poem, poésie, gedichte, poesía, poesia, poëzie, поэзия, стихи, 诗歌',
    related: 'poet, spoken word',
    slugs: ['literature'],
  },
  { words: 'trivia, quiz, pub quiz, викторина', slugs: ['games'] },
  {
    words: 'board games, board game, jeux de société, brettspiele, juegos de mesa, giochi da tavolo, настольные игры, 桌游',
    related: 'games, gaming',
    slugs: ['games'],
  },
  {
    words: 'party, parties, fête, feier, fiesta, festa, feest, вечеринка, حفلة, 派对, 派對, パーティー, 파티, 🎉',
    related: 'nightlife, dj',
    slugs: ['nightlife'],
  },
  { words: 'nightlife, clubbing, vie nocturne, nachtleben, vida nocturna, ночная жизнь', related: 'party, dj', slugs: ['nightlife'] },
  { words: 'festival, fest, фестиваль, festiwal, مهرجان, 节日, 節日, 祭り, フェスティバル, 축제', slugs: ['festivals'] },
  {
    words: 'history, histoire, geschichte, historia, storia, história, geschiedenis, история, تاريخ, 历史, 歷史, 歴史, 역사',
    related: 'heritage, historic',
    slugs: ['history'],
  },
  { words: 'indigenous, autochtone, first nations, métis, inuit', slugs: ['indigenous'] },
  { words: 'yoga, йога, 瑜伽, ヨガ, 요가, 🧘', related: 'meditation, wellness' },
  { words: 'running, course à pied, laufen, correr, corsa, corrida, hardlopen, бег, 跑步, ランニング, 🏃', slugs: ['running'] },
  { words: 'cycling, bike, vélo, radfahren, ciclismo, bici, fietsen, велосипед, 自行车, 🚲', slugs: ['cycling'] },
  { words: 'sports, sport, deporte, deportes, esporte, спорт, رياضة, 体育, 體育, スポーツ, 스포츠', slugs: ['sports'] },
  {
    words: 'talk, lecture, conférence, vortrag, charla, conferencia, conferenza, palestra, lezing, лекция, محاضرة, 讲座, 講座, 강연',
    slugs: ['talks'],
  },
  { words: 'new year, new years, nouvel an, silvester, neujahr, año nuevo, capodanno, ano novo, новый год, 新年, 🎆', related: 'solstice' },
  { words: 'fireworks, feu d’artifice, feuerwerk, fuegos artificiales, фейерверк, 烟花, 花火' },
  { words: 'charity, fundraiser, benefit, bénéfice, benefiz, beneficencia, благотворительность', slugs: ['charity'] },
  { words: 'parade, défilé, umzug, desfile, sfilata, optocht, парад, 游行' },
  { words: 'drum, drums, drumming, percussion, tambour, trommel, tambor, барабан, 鼓, 太鼓, 북', related: 'taiko, djembe, rhythm' },
  { words: 'taiko, 太鼓', related: 'drum, drums, drumming, japanese' },
  {
    words: 'magic, magician, magie, magier, mago, фокусник, иллюзионист, 魔术, 魔術, マジック, 마술',
    related: 'illusion, illusionist, mentalist',
  },
  {
    words: 'musical, musicals, musical theatre, musical theater, мюзикл, 音乐剧, 音樂劇, ミュージカル, 뮤지컬',
    related: 'broadway, theatre',
    slugs: ['theatre'],
  },
  {
    words: 'romantic, date night, romantique, romantisch, romántico, romantico, романтический',
    related: 'valentine, couples, candlelight, wine, jazz, dinner',
  },
  {
    words: 'newcomer, newcomers, immigrant, immigrants, refugee, refugees, nouveaux arrivants, inmigrantes, 新移民',
    related: 'settlement, citizenship, esl',
  },
  { words: 'entrepreneur, entrepreneurs, startup, startups, small business, business', related: 'networking, founders, leadership' },
  { words: 'ukrainian, ukraine, ukrainien, ukrainienne, украинский, украинская, український, українська, українські, україна' },
  { words: 'japanese, japan, japonais, japonaise, japanisch, japonés, японский, 日本, 日本の' },
  { words: 'chinese, china, chinois, chinoise, chinesisch, chino, китайский, 中国, 中國, 华人, 華人', related: 'cantonese, mandarin' },
  { words: 'korean, korea, coréen, coréenne, koreanisch, coreano, корейский, 한국, 韩国, 韓国', related: 'k-pop, kpop' },
  { words: 'filipino, philippines, pinoy, pilipino', related: 'tagalog' },
  { words: 'portuguese, portugal, portugais, portugaise, portugiesisch, portugués, português, portuguesa', related: 'fado' },
  { words: 'brazilian, brazil, brésilien, brasilianisch, brasileño, brasileiro, brasileira, brasil', related: 'samba, bossa nova, forró' },
  { words: 'italian, italy, italien, italienne, italienisch, italiano, italiana, italia' },
  { words: 'greek, greece, grec, grecque, griechisch, griego, ελληνικά, ελληνική' },
  { words: 'polish, poland, polonais, polonaise, polnisch, polaco, polski, polska, polskie' },
  { words: 'german, germany, allemand, allemande, deutsch, deutsche, deutscher, alemán, tedesco', related: 'oktoberfest' },
  { words: 'french, france, francophone, français, française, französisch, francés, francese' },
  { words: 'spanish, spain, espagnol, espagnole, spanisch, español, española', related: 'flamenco' },
  { words: 'mexican, mexico, mexicain, mexicano, mexicana', related: 'mariachi, día de los muertos' },
  { words: 'caribbean, jamaican, trinidadian, caraïbes, antillais, west indian', related: 'reggae, soca, calypso, carnival, steelpan' },
  { words: 'indian, india, indien, indienne, indisch, south asian, desi', related: 'bollywood, diwali, hindi, punjabi, bhangra' },
  { words: 'persian, iranian, iran, persan, persisch, فارسی, ایرانی', related: 'nowruz' },
  { words: 'arabic, arab, arabe, arabisch, árabe, عربي, عربية', related: 'middle eastern, oud' },
  { words: 'turkish, turkey, turc, turque, türkisch, turco, türk, türkçe' },
  { words: 'vietnamese, vietnam, vietnamien, tiếng việt, việt nam' },
  { words: 'thai, thailand, thaïlandais, ไทย' },
  { words: 'irish, ireland, celtic, irlandais, irisch, irlandés', related: 'ceilidh, st patrick' },
  { words: 'latin, latino, latina, latinx, latin american', related: 'salsa, cumbia, bachata, reggaeton' },
  { words: 'volunteer, bénévolat, ehrenamt, voluntariado, volontariato, волонтёр' },
];

/** Spelt in two ways. */
export const SPELLINGS: readonly (readonly string[])[] = [
  ['centre', 'center'], ['colour', 'color'], ['harbour', 'harbor'], ['harbourfront', 'harborfront'], ['grey', 'gray'], ['jewellery', 'jewelry'],
  ['doughnut', 'donut'], ['programme', 'program'], ['neighbourhood', 'neighborhood'], ['favourite', 'favorite'], ['catalogue', 'catalog'],
  ['watercolour', 'watercolor'], ['pyjama', 'pajama'], ['storey', 'story'], ['plough', 'plow'], ['honour', 'honor'], ['flavour', 'flavor'],
  ['labour', 'labor'], ['travelling', 'traveling'], ['licence', 'license'], ['practise', 'practice'], ['organise', 'organize'],
  ['barbecue', 'barbeque', 'bbq'], ['karaoke', 'sing along'], ['ukulele', 'ukelele'], ['street', 'st'], ['avenue', 'ave'], ['road', 'rd'],
  ['west', 'w'], ['east', 'e'], ['saint', 'st'], ['rock and roll', 'rock n roll'], ['rnb', 'r&b'], ['dj', 'disc jockey'],
]; // prettier-ignore

/** One word of a language that joins, without a space, what others say in two. */
export const COMPOUNDS: Readonly<Record<string, readonly string[]>> = {
  weihnachtsmarkt: ['christmas', 'market'],
  weihnachtsmarkte: ['christmas', 'market'],
  weihnachtskonzert: ['christmas', 'concert'],
  adventskonzert: ['christmas', 'concert'],
  kerstmarkt: ['christmas', 'market'],
  kerstconcert: ['christmas', 'concert'],
  kunstausstellung: ['art', 'exhibition'],
  flohmarkt: ['flea market'],
  jazzkonzert: ['jazz', 'concert'],
  kindertheater: ['kids', 'theatre'],
};
