import type { Language } from '../preference/preference-language';

export type Rule =
  'MOOD_SUMMARY' | 'MOOD_AND_SLEEP' | 'STUDY_LESS' | 'STUDY_BEST_DAY' | 'SLEEP_SHORT' | 'GOAL_BEHIND' | 'GOAL_NEAR' | 'HABIT';

/** ICU MessageFormat. */
export const RULE_TEXTS: Record<Language, Record<Rule, string>> = {
  EN: {
    MOOD_SUMMARY:
      'Your most frequent mood in the past two weeks was {emoji}{trend, select, UP {, and the second week was better than the first} DOWN {, and the second week was harder than the first. Plan something that does you good} other {}}.',
    MOOD_AND_SLEEP:
      'You felt better after nights of seven hours or more ({long}) than after shorter ones ({short}). An early night may help.',
    STUDY_LESS: 'You studied {now} hours in the past week, after {before} in the week before. One fixed hour a day is a good start.',
    STUDY_BEST_DAY: 'You get most done on {day}: {hours} hours on average. Keep that day for what is hard.',
    SLEEP_SHORT: 'You slept {hours} hours a night on average. Try to go to bed half an hour earlier this week.',
    GOAL_BEHIND:
      '“{goal}” is at {percent} %. {perDay} a day will do it in the {days, plural, =1 {one day that is left} other {# days that are left}}.',
    GOAL_NEAR: '“{goal}” is at {percent} %: you are nearly there.',
    HABIT: 'You wrote something down on {days} of the past 7 days. Two minutes each evening make the picture whole.',
  },
  FR: {
    MOOD_SUMMARY:
      'Votre humeur la plus fréquente de ces deux semaines : {emoji}{trend, select, UP {, et la deuxième semaine a été meilleure que la première} DOWN {, et la deuxième semaine a été plus difficile que la première. Prévoyez quelque chose qui vous fait du bien} other {}}.',
    MOOD_AND_SLEEP:
      'Vous vous sentiez mieux après des nuits de sept heures ou plus ({long}) qu’après des nuits plus courtes ({short}). Se coucher tôt peut aider.',
    STUDY_LESS:
      'Vous avez étudié {now} heures la semaine passée, après {before} la semaine d’avant. Une heure fixe par jour est un bon début.',
    STUDY_BEST_DAY: 'C’est le {day} que vous avancez le plus : {hours} heures en moyenne. Gardez ce jour pour ce qui est difficile.',
    SLEEP_SHORT: 'Vous avez dormi {hours} heures par nuit en moyenne. Essayez de vous coucher une demi-heure plus tôt cette semaine.',
    GOAL_BEHIND:
      '« {goal} » en est à {percent} %. {perDay} par jour suffiront {days, plural, =1 {dans le jour qui reste} other {dans les # jours qui restent}}.',
    GOAL_NEAR: '« {goal} » en est à {percent} % : vous y êtes presque.',
    HABIT: 'Vous avez noté quelque chose {days} jours sur les 7 derniers. Deux minutes chaque soir complètent l’image.',
  },
  DE: {
    MOOD_SUMMARY:
      'Deine häufigste Stimmung der letzten zwei Wochen war {emoji}{trend, select, UP {, und die zweite Woche war besser als die erste} DOWN {, und die zweite Woche war schwerer als die erste. Nimm dir etwas vor, das dir guttut} other {}}.',
    MOOD_AND_SLEEP:
      'Nach Nächten von sieben Stunden oder mehr ging es dir besser ({long}) als nach kürzeren ({short}). Früh ins Bett zu gehen kann helfen.',
    STUDY_LESS:
      'In der letzten Woche hast du {now} Stunden gelernt, in der Woche davor {before}. Eine feste Stunde am Tag ist ein guter Anfang.',
    STUDY_BEST_DAY: 'Am meisten schaffst du am {day}: {hours} Stunden im Schnitt. Halte diesen Tag für das Schwierige frei.',
    SLEEP_SHORT: 'Du hast im Schnitt {hours} Stunden geschlafen. Versuche, diese Woche eine halbe Stunde früher ins Bett zu gehen.',
    GOAL_BEHIND:
      '„{goal}“ steht bei {percent} %. {perDay} am Tag {days, plural, =1 {reichen an dem einen Tag, der bleibt} other {reichen in den # Tagen, die bleiben}}.',
    GOAL_NEAR: '„{goal}“ steht bei {percent} %: Du bist fast da.',
    HABIT: 'An {days} der letzten 7 Tage hast du etwas aufgeschrieben. Zwei Minuten am Abend machen das Bild vollständig.',
  },
  ES: {
    MOOD_SUMMARY:
      'Tu estado de ánimo más frecuente de las dos últimas semanas fue {emoji}{trend, select, UP {, y la segunda semana fue mejor que la primera} DOWN {, y la segunda semana fue más difícil que la primera. Planea algo que te haga bien} other {}}.',
    MOOD_AND_SLEEP:
      'Te sentiste mejor después de noches de siete horas o más ({long}) que después de noches más cortas ({short}). Acostarte pronto puede ayudar.',
    STUDY_LESS: 'La semana pasada estudiaste {now} horas, y {before} la anterior. Una hora fija al día es un buen comienzo.',
    STUDY_BEST_DAY: 'El día que más avanzas es el {day}: {hours} horas de media. Guárdalo para lo difícil.',
    SLEEP_SHORT: 'Dormiste {hours} horas por noche de media. Intenta acostarte media hora antes esta semana.',
    GOAL_BEHIND:
      '«{goal}» está al {percent} %. Bastan {perDay} al día {days, plural, =1 {en el día que queda} other {en los # días que quedan}}.',
    GOAL_NEAR: '«{goal}» está al {percent} %: ya casi lo tienes.',
    HABIT: 'Has anotado algo en {days} de los últimos 7 días. Dos minutos cada noche completan la imagen.',
  },
};
