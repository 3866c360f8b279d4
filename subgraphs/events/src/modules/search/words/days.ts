/**
 * Words for spans of time, by what they mean: `query-dates.ts` knows the spans. Names that are words of other meaning, too, count only
 * behind "in", "on", "this" or "next", or beside a number.
 */
export const SPANS: Readonly<Record<string, string>> = {
  now: 'now, right now, on now, at the moment, maintenant, jetzt, gerade, ahora, adesso, agora, nu, сейчас, الآن, 现在, 今, 지금',
  today: "today, aujourd'hui, heute, hoy, oggi, hoje, vandaag, сегодня, اليوم, 今天, 今日, 오늘, วันนี้",
  tonight:
    'tonight, this evening, this night, ce soir, cette nuit, heute abend, esta noche, stasera, questa sera, stanotte, hoje à noite, esta noite, vanavond, сегодня вечером, الليلة, 今晚, 今夜, 오늘 밤, คืนนี้',
  tomorrow: 'tomorrow, demain, mañana, domani, amanhã, morgen, завтра, غدا, 明天, 明日, 내일, พรุ่งนี้',
  weekend:
    'weekend, week end, this weekend, the weekend, ce week-end, ce weekend, week-end, wochenende, dieses wochenende, am wochenende, fin de semana, este fin de semana, finde, questo weekend, fine settimana, questo fine settimana, fim de semana, este fim de semana, neste fim de semana, dit weekend, выходные, в выходные, на выходных, عطلة نهاية الأسبوع, 周末, 这个周末, 這個週末, 週末, 今週末, 주말, 이번 주말, สุดสัปดาห์',
  nextWeekend:
    'next weekend, le week-end prochain, week-end prochain, nächstes wochenende, próximo fin de semana, prossimo weekend, próximo fim de semana, volgend weekend, следующие выходные, 下周末, 下週末, 来週末, 다음 주말',
  week: 'this week, cette semaine, diese woche, esta semana, questa settimana, deze week, на этой неделе, هذا الأسبوع, 本周, 这周, 本週, 今週, 이번 주, สัปดาห์นี้',
  nextWeek:
    'next week, la semaine prochaine, nächste woche, próxima semana, la próxima semana, settimana prossima, volgende week, на следующей неделе, الأسبوع القادم, 下周, 下週, 来週, 다음 주',
  month:
    'this month, ce mois, ce mois-ci, diesen monat, este mes, questo mese, este mês, deze maand, в этом месяце, هذا الشهر, 本月, 这个月, 今月, 이번 달',
  nextMonth:
    'next month, le mois prochain, nächsten monat, próximo mes, mese prossimo, próximo mês, volgende maand, в следующем месяце, 下个月, 来月, 다음 달',
};

/** By their first day Monday. */
export const WEEKDAYS: readonly string[] = [
  'monday, mondays, lundi, montag, lunes, lunedì, segunda-feira, maandag, понедельник, الاثنين, 星期一, 周一, 月曜日, 월요일',
  'tuesday, tuesdays, mardi, dienstag, martes, martedì, terça-feira, dinsdag, вторник, الثلاثاء, 星期二, 周二, 火曜日, 화요일',
  'wednesday, wednesdays, mercredi, mittwoch, miércoles, mercoledì, quarta-feira, woensdag, среда, среду, الأربعاء, 星期三, 周三, 水曜日, 수요일',
  'thursday, thursdays, jeudi, donnerstag, jueves, giovedì, quinta-feira, donderdag, четверг, الخميس, 星期四, 周四, 木曜日, 목요일',
  'friday, fridays, vendredi, freitag, viernes, venerdì, sexta-feira, vrijdag, пятница, пятницу, الجمعة, 星期五, 周五, 金曜日, 금요일',
  'saturday, saturdays, samedi, samstag, sábado, sabato, zaterdag, суббота, субботу, السبت, 星期六, 周六, 土曜日, 토요일',
  'sunday, sundays, dimanche, sonntag, domingo, domenica, zondag, воскресенье, الأحد, 星期日, 星期天, 周日, 日曜日, 일요일',
];

export const MONTHS: readonly string[] = [
  'january, jan, janvier, januar, enero, gennaio, janeiro, januari, январь, января, январе, يناير, 一月, 1月, 1월',
  'february, feb, février, februar, febrero, febbraio, fevereiro, februari, февраль, февраля, феврале, فبراير, 二月, 2月, 2월',
  'march, mar, mars, märz, marzo, março, maart, март, марта, марте, مارس, 三月, 3月, 3월',
  'april, apr, avril, abril, aprile, апрель, апреля, апреле, أبريل, 四月, 4月, 4월',
  'may, mai, mayo, maggio, maio, mei, май, мая, мае, مايو, 五月, 5月, 5월',
  'june, jun, juin, juni, junio, giugno, junho, июнь, июня, июне, يونيو, 六月, 6月, 6월',
  'july, jul, juillet, juli, julio, luglio, julho, июль, июля, июле, يوليو, 七月, 7月, 7월',
  'august, aug, août, agosto, augustus, август, августа, августе, أغسطس, 八月, 8月, 8월',
  'september, sept, sep, septembre, septiembre, settembre, setembro, сентябрь, сентября, сентябре, سبتمبر, 九月, 9月, 9월',
  'october, oct, octobre, oktober, octubre, ottobre, outubro, октябрь, октября, октябре, أكتوبر, 十月, 10月, 10월',
  'november, nov, novembre, noviembre, novembro, ноябрь, ноября, ноябре, نوفمبر, 十一月, 11月, 11월',
  'december, dec, décembre, dezember, diciembre, dicembre, dezembro, декабрь, декабря, декабре, ديسمبر, 十二月, 12月, 12월',
];

/** These mean other things, too. */
export const AMBIGUOUS: readonly string[] = [
  'may',
  'march',
  'mar',
  'mars',
  'mai',
  'jan',
  'jun',
  'sep',
  'mei',
  'nu',
  'now',
  'august',
  'april',
  'june',
  'juni',
  'juli',
  'marzo',
  'مارس',
];

export const PARTS_OF_DAY: Readonly<Record<'morning' | 'afternoon' | 'evening', string>> = {
  morning: 'morning, matin, vormittag, früh, por la mañana, mattina, de manhã, ochtend, утром, 早上, 上午, 朝, 아침',
  afternoon: 'afternoon, après-midi, nachmittag, por la tarde, pomeriggio, à tarde, middag, днём, 下午, 午後, 오후',
  evening: 'evening, night, soir, abend, por la noche, sera, à noite, avond, вечером, 晚上, 夜, 저녁, 밤',
};

/** Days with names. Those of `alone` are meant as days wherever they stand; the others are subjects, and days behind "on". */
export const FEASTS: Readonly<Record<string, { alone?: string; onThe?: string }>> = {
  newYearsEve: {
    alone:
      "new year's eve, new years eve, new year eve, nye, saint-sylvestre, silvester, silvesterabend, nochevieja, véspera de ano novo, oudejaarsavond, 大晦日, 除夕",
  },
  newYearsDay: { alone: "new year's day, new years day, jour de l'an, neujahrstag, 元旦" },
  valentines: { onThe: "valentine's day, valentines day, valentine's, saint-valentin, valentinstag, san valentín, san valentino" },
  familyDay: { alone: 'family day' },
  stPatricks: { onThe: "st patrick's day, st patricks day, saint patrick's day" },
  goodFriday: { alone: 'good friday, vendredi saint, karfreitag' },
  easter: { alone: 'easter sunday', onThe: 'easter, pâques, ostern, pascua, pasqua, páscoa, pasen' },
  mothersDay: { onThe: "mother's day, mothers day, fête des mères" },
  victoriaDay: { alone: 'victoria day' },
  fathersDay: { onThe: "father's day, fathers day, fête des pères" },
  canadaDay: { alone: 'canada day, fête du canada' },
  civicHoliday: { alone: 'civic holiday, simcoe day' },
  labourDay: { alone: 'labour day, labor day, fête du travail' },
  thanksgiving: { alone: 'thanksgiving day', onThe: 'thanksgiving, action de grâce' },
  halloween: { onThe: 'halloween' },
  christmasEve: { alone: 'christmas eve, veille de noël, heiligabend, nochebuena, vigilia di natale, véspera de natal, kerstavond' },
  christmas: { alone: 'christmas day, jour de noël, weihnachtstag', onThe: 'christmas, xmas, noël, weihnachten, navidad, natale, natal' },
  boxingDay: { alone: 'boxing day' },
};
