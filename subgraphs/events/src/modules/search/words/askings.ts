/** Words that say that something is asked, and nothing of what. */
export const FILLERS: readonly string[] = [
  'things to do, thing to do, what to do, what can i do, what is on, whats on, what is happening, whats happening, what is going on, whats going on, what are some',
  'where can i, where can we, where to, where do i, where is, when is, is there, are there, how can i, how do i, can i, i want to, i would like to, looking for',
  'show me, find me, find, things, something, anything, activities, activity, event, events, tickets, ticket, fun, good, best, great, nice, any, some',
  'see, hear, watch, go, going, visit, attend, happening, do, show, shows, programs, program, in town, in toronto, learn to, learn, celebrate, friendly, open to',
  'que faire, quoi faire, sorties, où, evenements, événement, événements, activités, was ist los, was kann man, veranstaltung, veranstaltungen',
  'que hacer, qué hacer, eventos, evento, actividades, cosa fare, eventi, o que fazer, atividades, wat te doen, evenementen, evenement',
  'мероприятия, события, что делать, куда пойти, праздник, فعاليات, ماذا أفعل, 活动, 活動, 有什么, イベント, 이벤트, 행사, กิจกรรม, งาน',
];

/** Words that hold others together. */
export const STOP_WORDS: readonly string[] = [
  'a, an, the, of, in, at, on, for, with, and, to, by, from, near, around, about, is, are, be, my, our, your, i, me, we, you, it, this, that, what, where, when, who, how, or, as, s',
  'le, la, les, un, une, des, du, de, et, à, au, aux, dans, sur, pour, avec, en, ce, cette, l, d, pres, chez, qui',
  'der, die, das, den, dem, ein, eine, einen, und, im, in, am, an, auf, für, fur, mit, von, zu, zum, zur, bei, fuer',
  'el, los, las, una, unos, y, e, en, del, al, para, con, por, il, lo, gli, i, uno, di, da, per, nel, nella, alla, o, os, as, um, uma, do, dos, na, no, em, com',
  'het, een, van, voor, met, op, bij, в, на, и, для, с, по, из, о, в, من, في, على, مع, و, 的, 在, 和, の, で, に, と, は, を',
];

/** Costs nothing; costs little (less than 20). */
export const FREE_WORDS =
  'free, for free, free admission, free entry, no cover, no charge, pay what you can, gratuit, gratuite, gratuits, gratuites, entrée libre, kostenlos, kostenlose, kostenloser, gratis, eintritt frei, umsonst, gratuito, gratuita, gratuitos, gratuitas, ingresso libero, de graça, бесплатно, бесплатный, бесплатная, бесплатные, مجاني, مجانية, مجانا, 免费, 免費, 無料, 무료, ฟรี, 🆓';
export const CHEAP_WORDS =
  'cheap, inexpensive, affordable, low cost, on a budget, budget, pas cher, bon marché, günstig, billig, preiswert, barato, barata, baratos, económico, economico, economica, goedkoop, дешево, дешёвые, недорого, رخيص, 便宜, 安い, 저렴한, ถูก';
/** What stands before the most that it may cost. */
export const UNDER_WORDS =
  'under, below, less than, cheaper than, up to, at most, max, maximum, moins de, unter, weniger als, höchstens, bis, menos de, por menos de, meno di, fino a, até, onder, minder dan, до, дешевле, менее, أقل من, 低于, 不到';

export type Audience = 'KIDS' | 'TODDLERS' | 'TEENS' | 'SENIORS' | 'LGBTQ' | 'ACCESSIBLE' | 'PETS' | 'ADULTS';

/** Who it is for: what askers say, what texts say, and what speaks for it. */
export const AUDIENCES: Readonly<Record<Audience, { asked: string; words: string; related?: string }>> = {
  KIDS: {
    asked:
      'kid, kids, child, children, my children, family, families, family friendly, kid friendly, for all ages, enfant, enfants, famille, familles, kinder, kind, familie, familien, niños, niñas, familia, infantil, bambini, famiglia, crianças, família, kinderen, gezin, дети, детей, детский, детская, семья, أطفال, عائلة, 儿童, 兒童, 孩子, 亲子, 親子, 家庭, 子供, 子ども, 家族, 어린이, 아이, 가족, เด็ก, ครอบครัว, 👶, 👨‍👩‍👧',
    words: 'kid, kids, child, children, family, families',
    related: 'all ages, toddler, youth',
  },
  TODDLERS: {
    asked:
      'toddler, toddlers, baby, babies, preschool, preschooler, preschoolers, tout petits, kleinkinder, bebés, peuters, малыши, 幼儿, 赤ちゃん',
    words: 'toddler, toddlers, baby, babies, preschool, preschoolers, little ones, family, children',
    related: 'kids, child',
  },
  TEENS: {
    asked:
      'teen, teens, teenager, teenagers, youth, ado, ados, adolescents, jugendliche, adolescentes, ragazzi, tieners, подростки, 青少年',
    words: 'teen, teens, teenager, youth, young people',
  },
  SENIORS: {
    asked: 'senior, seniors, older adults, elderly, aînés, senioren, mayores, anziani, idosos, ouderen, пенсионеры, 长者, 長者, 高齢者',
    words: 'senior, seniors, older adults',
  },
  LGBTQ: {
    asked: 'lgbtq, lgbt, lgbtq+, lgbtqia, 2slgbtq, 2slgbtq+, queer, gay, lesbian, trans, 🏳️‍🌈',
    words: 'lgbtq, lgbtq2s, 2slgbtq, lgbtqia, queer, drag, pride, gay, lesbian, trans, transgender',
  },
  ACCESSIBLE: {
    asked:
      'wheelchair, wheelchair accessible, accessible, accessibility, barrier free, barrierefrei, accesible, accessibile, acessível, ♿',
    words: 'wheelchair, accessible, accessibility, barrier free, asl, relaxed performance',
  },
  PETS: {
    asked:
      'dog friendly, dogs allowed, pet friendly, pets allowed, with my dog, with dogs, chiens, hunde, perros, cani, cães, honden, собаки, 狗, 🐶, 🐕',
    words: 'dog, dogs, pet, pets, puppy, paws',
  },
  ADULTS: { asked: 'adults only, adult only, 18+, 19+, 21+, no kids', words: 'adults only, adult, 18+, 19+, nightlife' },
};

/** Around the asker. */
export const NEAR_ME_WORDS =
  'near me, nearby, close to me, close by, around me, around here, in my area, près de moi, autour de moi, in der nähe, in meiner nähe, cerca de mí, cerca, vicino a me, perto de mim, in de buurt, рядом, поблизости, بالقرب مني, 附近, 近く, 내 주변, ใกล้ฉัน';
