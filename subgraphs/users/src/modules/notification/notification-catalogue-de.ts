import type { Catalogue } from './notification-catalogue.types';

const WORK =
  'OWNER {Inhaber und entscheidest über alles} MANAGER {Manager und leitest die Veranstaltungen} other {Mitarbeiter und hilfst am Einlass}';
const TEAM_WORK =
  'OWNER {Inhaber und entscheidest über alles} EDITOR {Redakteur und kümmerst dich um Inhalt und Gäste} BOX_OFFICE {an der Kasse und kümmerst dich um Tickets und Erstattungen} other {am Einlass}';

export const german: Catalogue = {
  words: { person: 'jemand', event: 'eine Veranstaltung' },
  moment: '{date} um {time} ({zone})',
  kinds: {
    CONNECTION_REQUESTED: { title: '{person} möchte sich mit dir verbinden', body: ['Nimm die Anfrage an oder lehne sie ab.'] },
    CONNECTION_ACCEPTED: { title: '{person} hat deine Anfrage angenommen', body: ['Ihr seid jetzt verbunden.'] },
    EVENT_UPDATED: {
      title: 'Geändert: {event}',
      body: [
        'Neuer Beginn: {startsAt}.',
        'Neuer Ort: {venue}.',
        '{placeIsOpen, select, YES {Der Ort steht noch nicht fest.} other {}}',
        'Der Titel war: {formerTitle}.',
      ],
    },
    EVENT_CANCELLED: {
      title: 'Abgesagt: {event}',
      body: [
        'Geplanter Beginn: {startsAt}.',
        'Der Veranstalter schreibt: {reason}',
        '{paid, select, YES {Was du bezahlt hast, wird erstattet.} other {}}',
      ],
    },
    EVENT_APPROVED: {
      title: '{what, select, CHANGE {Deine Änderung ist zu sehen: {event}} other {Freigegeben: {event}}}',
      body: [
        '{what, select, CHANGE {Ein Kurator hat sie freigegeben.} other {Jetzt ist sie für alle zu finden.}}',
        '{what, select, CHANGE {{notes}} other {Der Kurator schreibt: {notes}}}',
      ],
    },
    EVENT_NEEDS_REVISION: {
      title: '{what, select, CHANGE {Deine Änderung muss überarbeitet werden: {event}} other {Bitte überarbeiten: {event}}}',
      body: [
        '{what, select, CHANGE {Die freigegebene Fassung bleibt zu sehen.} other {Überarbeite die Veranstaltung und reiche sie noch einmal ein.}}',
        '{what, select, CHANGE {{notes}} other {Der Kurator schreibt: {notes}}}',
      ],
    },
    EVENT_REJECTED: {
      title:
        '{what, select, CHANGE {Deine Änderung wurde abgelehnt: {event}} ON_SHOW {Nicht mehr zu sehen: {event}} other {Abgelehnt: {event}}}',
      body: [
        '{what, select, CHANGE {Die freigegebene Fassung bleibt zu sehen.} other {Du kannst die Veranstaltung überarbeiten und noch einmal einreichen, höchstens dreimal.}}',
        '{what, select, CHANGE {{notes}} other {Der Kurator schreibt: {notes}}}',
      ],
    },
    EVENT_HIDDEN: {
      title: 'Ausgeblendet: {event}',
      body: ['Mehrere Personen haben die Veranstaltung beanstandet.', 'Bis ein Kurator entscheidet, sehen sie nur ihre Gäste.'],
    },
    REVIEW_REMOVED: {
      title: 'Deine Bewertung wurde entfernt: {event}',
      body: ['Ein Moderator hat sie entfernt.', 'In den nächsten 30 Tagen kannst du keine neue schreiben.'],
    },
    CONTENT_REMOVED: {
      title:
        '{state, select, RESTORED {Wieder da} other {Entfernt}}: {what, select, REVIEW {deine Bewertung} MESSAGE {deine Nachricht} POST {dein Beitrag} COMMENT {dein Kommentar} GROUP {deine Gruppe} COLLECTION {deine Sammlung} VENUE {dein Ort} ORGANIZATION {deine Organisation} other {dein Profil}}',
      body: [
        '{state, select, RESTORED {Jemand anderes hat noch einmal hingesehen.} other {Ein Moderator hat das nach Meldungen entfernt.}}',
        'Ein Moderator schreibt: {notes}',
      ],
    },
    CONTENT_APPEAL_UPHELD: {
      title: 'Deinem Einspruch wurde nicht stattgegeben',
      body: [
        'Jemand anderes hat noch einmal hingesehen, und es bleibt dabei: {what, select, REVIEW {deine Bewertung} MESSAGE {deine Nachricht} POST {dein Beitrag} COMMENT {dein Kommentar} GROUP {deine Gruppe} COLLECTION {deine Sammlung} VENUE {dein Ort} ORGANIZATION {deine Organisation} other {dein Profil}}.',
        'Dazu heißt es: {notes}',
      ],
    },
    REPORT_SETTLED: {
      title: 'Was aus deiner Meldung wurde',
      body: [
        '{outcome, select, UPHELD {Es wurde entfernt. Danke.} DISMISSED {Es verstößt gegen keine Regel und bleibt.} REPEATED {Das hattest du schon gemeldet, und es wurde entschieden.} other {Es ließ sich nicht ansehen: Es ist fort oder nicht für dich bestimmt.}}',
        '{what, select, REVIEW {Eine Bewertung} MESSAGE {Eine Nachricht} POST {Ein Beitrag} COMMENT {Ein Kommentar} GROUP {Eine Gruppe} COLLECTION {Eine Sammlung} VENUE {Ein Ort} ORGANIZATION {Eine Organisation} other {Ein Profil}}.',
      ],
    },
    PLACE_OFFERED: {
      title: 'Ein Platz ist frei für dich: {event}',
      body: ['Nimm ihn bis {expiresAt} an; danach bekommt ihn, wer als Nächstes wartet.'],
    },
    ORDER_PAID: {
      title: 'Deine Tickets: {event}',
      body: ['Du hast {tickets, plural, =1 {ein Ticket} other {# Tickets}} für {total} gekauft.'],
    },
    ORDER_REFUNDED: { title: 'Deine Erstattung: {event}', body: ['{amount} sind auf dem Weg zurück zu dir.'] },
    ORDER_PART: {
      title:
        '{state, select, ASKED {{person} bittet dich um deinen Anteil: {event}} MISSING {Anteile deiner Bestellung fehlen: {event}} COMPLETE {Die Tickets sind gekauft: {event}} other {Dein Anteil geht zurück: {event}}}',
      body: [
        '{state, select, ASKED {Dein Anteil ist {amount}. Zahle ihn vor {expiresAt}.} MISSING {{amount} wurden nicht rechtzeitig gezahlt. Zahle sie vor {expiresAt}, sonst geht alles zurück.} COMPLETE {Alle haben gezahlt; dein Anteil war {amount}.} other {Nicht alle haben gezahlt: {amount} sind auf dem Weg zu dir.}}',
      ],
    },
    DEPOSIT_SETTLED: {
      title: '{state, select, KEPT {Deine Kaution wurde einbehalten: {event}} other {Deine Kaution geht zurück: {event}}}',
      body: [
        '{state, select, KEPT {Mit deinem Ticket ist niemand gekommen: {amount} gehen an den Veranstalter.} other {{amount} sind auf dem Weg zu dir.}}',
      ],
    },
    DOCUMENT_ISSUED: {
      title: '{kind, select, INVOICE {Deine Rechnung} RECEIPT {Deine Quittung} other {Deine Gutschrift}} {number}',
      body: [
        '{event}: {kind, select, CREDIT_NOTE {{total} gehen an dich zurück.} other {bezahlt {total}.}}',
        'Du findest sie bei deiner Bestellung.',
      ],
    },
    TICKET_TAKEN_BACK: {
      title: '{tickets, plural, =1 {Dein Ticket wurde} other {Deine Tickets wurden}} zurückgenommen: {event}',
      body: ['{tickets, plural, =1 {Es lässt} other {Sie lassen}} niemanden mehr ein.', 'Frag beim Veranstalter nach dem Grund.'],
    },
    PLAN: {
      title:
        'Dein Tarif {plan} {state, select, TRIAL_STARTED {kann getestet werden} TRIAL_ENDING {wird bald berechnet} STARTED {hat begonnen} RENEWED {wurde verlängert} CHANGED {wurde geändert} PAYMENT_FAILED {konnte nicht verlängert werden} REFUNDED {: Geld geht zurück} other {ist beendet}}',
      body: [
        '{state, select, TRIAL_STARTED {Vor {expiresAt} wird nichts berechnet; danach {amount}, wenn du nicht kündigst.} TRIAL_ENDING {Deine Testzeit endet {expiresAt}: dann werden {amount} berechnet, wenn du nicht kündigst.} STARTED {Du hast {amount} bezahlt. Verlängert wird {expiresAt}.} RENEWED {Du hast {amount} bezahlt. Verlängert wird {expiresAt}.} CHANGED {Du hast {amount} bezahlt. Verlängert wird {expiresAt}.} PAYMENT_FAILED {{amount} konnten nicht eingezogen werden. Wir versuchen es {expiresAt} wieder: hinterlege bis dahin eine andere Zahlungsart, oder kündige.} other {}}',
        '{state, select, REFUNDED {{amount} sind auf dem Weg zurück zu dir.} ENDED {Du hast, was alle haben. Du kannst jederzeit wieder beginnen.} other {}}',
      ],
    },
    PAYOUT: {
      title: '{state, select, MADE {Deine Auszahlung} other {Deine Auszahlung ist gescheitert}}',
      body: [
        '{state, select, MADE {{amount} sind auf dem Weg zu deiner Bank.} other {{amount} konnten nicht gesendet werden. Sieh nach, was der Zahlungsdienst von dir braucht; das Geld kommt mit der nächsten Auszahlung.}}',
      ],
    },
    PAYMENT_DISPUTED: {
      title:
        '{state, select, NEEDS_RESPONSE {Eine Zahlung wird angefochten: {event}} WON {Anfechtung gewonnen: {event}} other {Anfechtung verloren: {event}}}',
      body: [
        '{state, select, NEEDS_RESPONSE {Die Bank eines Käufers ruft {amount} zurück. Sag vor {expiresAt}, warum der Verkauf richtig war, sonst geht das Geld zurück.} WON {{amount} bleiben bei dir.} other {{amount} gingen an den Käufer zurück, und der Preis der Anfechtung wird von deinen Einnahmen abgezogen.}}',
      ],
    },
    TICKET_OFFERED: { title: '{person} gibt dir ein Ticket: {event}', body: ['Nimm es bis {expiresAt} an.'] },
    TICKET_TAKEN: {
      title: '{person} hat dein Ticket genommen: {event}',
      body: ['Das Ticket gehört dir nicht mehr; dein Code dafür ist ungültig.'],
    },
    MESSAGE_RECEIVED: { title: '{person} hat dir geschrieben', body: ['Öffne die Unterhaltung, um die Nachricht zu lesen.'] },
    MESSAGE_MENTIONED: { title: '{person} hat dich in {room} erwähnt', body: ['Öffne die Unterhaltung, um die Nachricht zu lesen.'] },
    EVENT_INVITED: { title: '{person} lädt dich ein: {event}', body: ['Sag, ob du kommst.'] },
    GROUP_INVITED: {
      title: '{person} lädt dich ein: {group}',
      body: ['Tritt der Gruppe bei, um zu sehen, wer dabei ist, und um mitzureden.'],
    },
    FOLLOWED: { title: '{person} folgt dir', body: ['Sieh dir das Profil an.'] },
    GROUP_REQUESTED: { title: '{person} möchte beitreten: {group}', body: ['Nimm die Anfrage an oder lehne sie ab.'] },
    GROUP_POLL_ASKED: { title: '{person} fragt {group}', body: ['{question}'] },
    GROUP_POLL_CLOSED: { title: '{group} hat entschieden: {question}', body: ['Gewählt: {leader}.', 'Sieh dir an, was gewählt wurde.'] },
    WISH_LIST_SHARED: { title: '{person} teilt eine Wunschliste mit dir', body: ['{list}'] },
    CREW_FEEDBACK_ASKED: {
      title: 'Wie war es mit {group}?',
      body: ['Sag, wen du gern wieder treffen würdest. Niemand erfährt, wer was gesagt hat.'],
    },
    GROUP_ROLE_CHANGED: {
      title:
        '{role, select, NONE {Du bist nicht mehr dabei: {group}} MEMBER {Du bist Mitglied: {group}} other {Du hast eine andere Rolle: {group}}}',
      body: [
        '{role, select, NONE {Die Leitung der Gruppe hat deine Mitgliedschaft beendet.} OWNER {Die Gruppe gehört jetzt dir.} ADMIN {Du leitest die Gruppe jetzt mit.} MODERATOR {Du moderierst die Gruppe jetzt mit.} other {Du kannst mitreden.}}',
      ],
    },
    ORGANIZATION_INVITED: {
      title: '{person} lädt dich zur Mitarbeit ein: {organization}',
      body: [`Du wärst {role, select, ${WORK}}.`, 'Nimm die Einladung an oder lehne sie ab.'],
    },
    ORGANIZATION_JOINED: { title: '{person} arbeitet jetzt mit: {organization}', body: ['{person} hat deine Einladung angenommen.'] },
    ORGANIZATION_ROLE_CHANGED: {
      title: '{role, select, NONE {Deine Mitarbeit ist beendet: {organization}} other {Du hast eine andere Rolle: {organization}}}',
      body: [`{role, select, NONE {Ein Inhaber oder Manager hat sie beendet.} other {Du bist jetzt {role, select, ${WORK}}.}}`],
    },
    EVENT_TEAM_INVITED: {
      title: '{person} lädt dich ins Team ein: {event}',
      body: [`Du wärst {role, select, ${TEAM_WORK}}.`, 'Nimm die Einladung an oder lehne sie ab.'],
    },
    EVENT_TEAM_JOINED: {
      title: '{person} ist jetzt im Team: {event}',
      body: [
        '{person} hat deine Einladung angenommen.',
        'Die Aufgabe: {role, select, OWNER {Inhaber} EDITOR {Redaktion} BOX_OFFICE {Kasse} other {Einlass}}.',
      ],
    },
    EVENT_ANNOUNCED: { title: 'Neues zu {event}', body: ['{text}'] },
    IMPORT_ENDED: {
      title: '{state, select, SUCCEEDED {Dein Import ist fertig} other {Dein Import wurde vorzeitig beendet}}',
      body: [
        '{failure}',
        '{created, plural, =1 {Eine Veranstaltung ist neu.} other {# Veranstaltungen sind neu.}}',
        '{updated, plural, =0 {} =1 {Eine wurde aktualisiert.} other {# wurden aktualisiert.}}',
        '{skipped, plural, =0 {} =1 {Eine wurde ausgelassen; bei ihr steht, warum.} other {# wurden ausgelassen; bei ihnen steht, warum.}}',
      ],
    },
    WEBHOOK_DISABLED: {
      title: 'Dein Webhook „{webhook}“ ist abgeschaltet',
      body: [
        '{reason, select, GONE {Seine Adresse sagt, dass dort niemand mehr zuhört (410).} REMOVED {Jemand, dem die Organisation gehört, hat ihn entfernt.} other {Seit drei Tagen hat ihn nichts erreicht.}}',
        '{reason, select, REMOVED {} other {Was geschieht, wird 30 Tage aufbewahrt und gesendet, sobald du ihn wieder einschaltest.}}',
      ],
    },
    SEARCH_MATCHED: {
      title: '{events, plural, =1 {Neu in „{search}“: {event}} other {# neue Veranstaltungen in „{search}“}}',
      body: ['{events, plural, =1 {Sie ist gerade erschienen.} other {Die nächste ist {event}.}}'],
    },
    COLLECTION_INVITED: {
      title: '{person} bittet dich, „{collection}“ mit zu betreuen',
      body: ['Dein Anteil am Verkauf wäre {share, number} %.', 'Nimm an oder lehne ab.'],
    },
    COLLECTION_DECIDED: {
      title:
        '{outcome, select, APPROVED {„{collection}“ ist veröffentlicht} CHANGES_REQUESTED {An „{collection}“ ist etwas zu ändern} other {„{collection}“ wurde abgelehnt}}',
      body: ['Der Kurator schreibt: {notes}'],
    },
    COLLECTION_GREW: {
      title: '{events, plural, =1 {Neu in „{collection}“: {event}} other {# neue Veranstaltungen in „{collection}“}}',
      body: ['{events, plural, =1 {Du folgst dieser Sammlung.} other {Die nächste ist {event}.}}'],
    },
    EVENT_ANSWERED: { title: '{person} geht zu {event}', body: ['{going, plural, =1 {Der erste Gast.} other {Jetzt gehen # hin.}}'] },
    FRIEND_GOING: { title: '{person} geht zu {event}', body: ['Du hast darauf auch geantwortet.'] },
    EVENT_REMINDER: {
      title: '{lead, select, HOUR {Gleich geht es los: {event}} other {Erinnerung: {event}}}',
      body: ['Beginn: {startsAt}.', 'Ort: {venue}.'],
    },
    SECURITY_ALERT: {
      title:
        '{what, select, NEW_DEVICE {Dein Konto wurde auf einem neuen Gerät benutzt} PASSWORD_CHANGED {Dein Passwort wurde geändert} PHONE_ADDED {Deinem Konto wurde ein Telefon hinzugefügt} PHONE_REMOVED {Das Telefon deines Kontos wurde entfernt} API_KEY_MADE {Für dein Konto wurde ein Schlüssel für Programme erstellt} APP_AUTHORIZED {Eine App darf für dein Konto handeln} WEBHOOK_CHANGED {Ein Webhook deines Kontos wurde erstellt oder geändert} other {Deine Rolle wurde geändert}}',
      body: [
        '{what, select, NEW_DEVICE {Anmeldung: {at}.} PASSWORD_CHANGED {Zeitpunkt: {at}. Alle anderen Sitzungen sind beendet.} other {Zeitpunkt: {at}.}}',
        'Gerät: {device}.',
        'Die App: {app}. In den Einstellungen beendest du das.',
        '{role, select, ADMIN {Du bist jetzt Administrator.} MODERATOR {Du bist jetzt Moderator.} CURATOR {Du bist jetzt Kurator.} USER {Du hast keine besonderen Rechte mehr.} other {}}',
        '{what, select, ROLE_CHANGED {} other {Wenn du das nicht warst, ändere dein Passwort und beende alle Sitzungen.}}',
      ],
    },
    BADGE_EARNED: {
      title:
        'Neues Abzeichen: „{badge, select, FIRST_EVENT {Erste Veranstaltung} REGULAR {Stammgast} DEVOTEE {Immer dabei} CRITIC {Kritik} HOST {Gastgeben} other {Impresario}}“',
      body: [
        '{badge, select, FIRST_EVENT {Du warst bei einer ersten Veranstaltung.} REGULAR {Du warst bei zehn Veranstaltungen.} DEVOTEE {Du warst bei fünfzig Veranstaltungen.} CRITIC {Du hast fünf Bewertungen geschrieben.} HOST {Du hast eine erste Veranstaltung veröffentlicht.} other {Du hast zehn Veranstaltungen veröffentlicht.}}',
      ],
    },
    GOAL_REMINDER: {
      title: 'Erinnerung: {goal}',
      body: [
        '{progress} bisher.',
        '{days, plural, =0 {Heute ist der letzte Tag.} =1 {Nach heute bleibt ein Tag.} other {Nach heute bleiben # Tage.}}',
      ],
    },
    ACTIVITY_REPORT: {
      title: '{period, select, WEEKLY {Deine Woche in Zahlen} other {Dein Monat in Zahlen}}',
      body: ['{hours, plural, =0 {} =1 {Du hast eine Stunde gelernt.} other {Du hast # Stunden gelernt.}}', 'Dein Bericht ist fertig.'],
    },
    PERSONAL_SUGGESTIONS: { title: 'Vorschläge für dich', body: ['{text}'] },
    SYSTEM_ANNOUNCEMENT: { title: '{title}', body: ['{body}'] },
  },
};
