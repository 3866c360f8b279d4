import type { Catalogue } from './notification-catalogue.types';

const WORK = 'OWNER {propriétaire, avec tous les droits} MANAGER {responsable des événements} other {membre du personnel, à l’entrée}';
const TEAM_WORK =
  'OWNER {propriétaire, avec tous les droits} EDITOR {responsable du contenu et des invités} BOX_OFFICE {à la billetterie, pour les billets et les remboursements} other {à l’entrée}';

export const french: Catalogue = {
  words: { person: 'quelqu’un', event: 'un événement' },
  moment: '{date} à {time} ({zone})',
  kinds: {
    CONNECTION_REQUESTED: { title: '{person} souhaite entrer en contact', body: ['Acceptez ou refusez sa demande.'] },
    CONNECTION_ACCEPTED: { title: '{person} a accepté votre demande', body: ['Vous êtes maintenant en contact.'] },
    EVENT_UPDATED: {
      title: 'Modification : {event}',
      body: [
        'Nouveau début : {startsAt}.',
        'Nouveau lieu : {venue}.',
        '{placeIsOpen, select, YES {Le lieu n’est plus fixé.} other {}}',
        'Ancien titre : {formerTitle}.',
      ],
    },
    EVENT_CANCELLED: {
      title: 'Annulation : {event}',
      body: [
        'Le début était prévu le {startsAt}.',
        'L’organisateur écrit : {reason}',
        '{paid, select, YES {Ce que vous avez payé vous est remboursé.} other {}}',
      ],
    },
    EVENT_APPROVED: {
      title: '{what, select, CHANGE {Votre modification est en ligne : {event}} other {Événement approuvé : {event}}}',
      body: [
        '{what, select, CHANGE {Un curateur l’a approuvée.} other {Tout le monde peut maintenant le trouver.}}',
        '{what, select, CHANGE {{notes}} other {Le curateur écrit : {notes}}}',
      ],
    },
    EVENT_NEEDS_REVISION: {
      title: '{what, select, CHANGE {Votre modification est à revoir : {event}} other {Événement à revoir : {event}}}',
      body: [
        '{what, select, CHANGE {La version approuvée reste en ligne.} other {Modifiez-le et soumettez-le de nouveau.}}',
        '{what, select, CHANGE {{notes}} other {Le curateur écrit : {notes}}}',
      ],
    },
    EVENT_REJECTED: {
      title:
        '{what, select, CHANGE {Votre modification a été refusée : {event}} ON_SHOW {Événement retiré : {event}} other {Événement refusé : {event}}}',
      body: [
        '{what, select, CHANGE {La version approuvée reste en ligne.} other {Vous pouvez le corriger et le soumettre de nouveau, trois fois au plus.}}',
        '{what, select, CHANGE {{notes}} other {Le curateur écrit : {notes}}}',
      ],
    },
    EVENT_HIDDEN: {
      title: 'Événement masqué : {event}',
      body: ['Plusieurs personnes l’ont signalé.', 'Seuls ses invités le voient jusqu’à la décision d’un curateur.'],
    },
    REVIEW_REMOVED: {
      title: 'Votre avis a été supprimé : {event}',
      body: ['Un modérateur l’a retiré.', 'Vous ne pourrez pas en écrire un autre pendant 30 jours.'],
    },
    CONTENT_REMOVED: {
      title:
        '{state, select, RESTORED {Rétabli} other {Supprimé}}: {what, select, REVIEW {votre avis} MESSAGE {votre message} POST {votre publication} COMMENT {votre commentaire} GROUP {votre groupe} COLLECTION {votre collection} VENUE {votre lieu} ORGANIZATION {votre organisation} other {votre profil}}',
      body: [
        '{state, select, RESTORED {Une autre personne l’a réexaminé.} other {Un modérateur l’a retiré à la suite de signalements.}}',
        'Le modérateur écrit : {notes}',
      ],
    },
    CONTENT_APPEAL_UPHELD: {
      title: 'Votre recours n’a pas abouti',
      body: [
        'Une autre personne a réexaminé {what, select, REVIEW {votre avis} MESSAGE {votre message} POST {votre publication} COMMENT {votre commentaire} GROUP {votre groupe} COLLECTION {votre collection} VENUE {votre lieu} ORGANIZATION {votre organisation} other {votre profil}}, et la décision est maintenue.',
        'Elle écrit : {notes}',
      ],
    },
    REPORT_SETTLED: {
      title: 'Suite donnée à votre signalement',
      body: [
        '{outcome, select, UPHELD {Le contenu a été supprimé. Merci.} DISMISSED {Il n’enfreint aucune règle et reste en place.} REPEATED {Vous l’aviez déjà signalé, et une décision a été prise.} other {Il n’a pas pu être examiné : il n’existe plus ou ne vous est pas visible.}}',
        '{what, select, REVIEW {Un avis} MESSAGE {Un message} POST {Une publication} COMMENT {Un commentaire} GROUP {Un groupe} COLLECTION {Une collection} VENUE {Un lieu} ORGANIZATION {Une organisation} other {Un profil}}.',
      ],
    },
    PLACE_OFFERED: {
      title: 'Une place est libre pour vous : {event}',
      body: ['Prenez-la avant le {expiresAt} ; ensuite elle ira à la personne suivante.'],
    },
    ORDER_PAID: {
      title: 'Vos billets : {event}',
      body: ['{tickets, plural, =1 {Un billet est à vous} other {# billets sont à vous}} ; vous avez payé {total}.'],
    },
    ORDER_REFUNDED: { title: 'Votre remboursement : {event}', body: ['{amount} vous sont reversés.'] },
    ORDER_PART: {
      title:
        '{state, select, ASKED {{person} vous demande votre part : {event}} MISSING {Il manque des parts à votre commande : {event}} COMPLETE {Les billets sont achetés : {event}} other {Votre part vous est rendue : {event}}}',
      body: [
        '{state, select, ASKED {Votre part est de {amount}. Payez-la avant {expiresAt}.} MISSING {{amount} n’ont pas été payés à temps. Payez-les avant {expiresAt}, sinon tout est rendu.} COMPLETE {Tout le monde a payé ; votre part était de {amount}.} other {Tout le monde n’a pas payé : {amount} vous sont reversés.}}',
      ],
    },
    DEPOSIT_SETTLED: {
      title: '{state, select, KEPT {Votre caution est conservée : {event}} other {Votre caution vous est rendue : {event}}}',
      body: [
        '{state, select, KEPT {Personne n’est venu avec votre billet : {amount} reviennent à l’organisateur.} other {{amount} vous sont reversés.}}',
      ],
    },
    DOCUMENT_ISSUED: {
      title: '{kind, select, INVOICE {Votre facture} RECEIPT {Votre reçu} other {Votre avoir}} {number}',
      body: [
        '{event} : {kind, select, CREDIT_NOTE {{total} vous sont reversés.} other {vous avez payé {total}.}}',
        'Vous le trouverez avec votre commande.',
      ],
    },
    TICKET_TAKEN_BACK: {
      title: '{tickets, plural, =1 {Votre billet a été repris} other {Vos billets ont été repris}} : {event}',
      body: ['{tickets, plural, =1 {Il ne donne} other {Ils ne donnent}} plus accès à rien.', 'Demandez la raison à l’organisateur.'],
    },
    PLAN: {
      title:
        'Votre formule {plan} {state, select, TRIAL_STARTED {est à l’essai} TRIAL_ENDING {va être facturée} STARTED {a commencé} RENEWED {a été renouvelée} CHANGED {a été modifiée} PAYMENT_FAILED {n’a pas pu être renouvelée} REFUNDED {: remboursement} other {est terminée}}',
      body: [
        '{state, select, TRIAL_STARTED {Rien n’est facturé avant le {expiresAt} ; ensuite {amount}, sauf si vous résiliez.} TRIAL_ENDING {Votre essai se termine le {expiresAt} : {amount} seront alors facturés, sauf si vous résiliez.} STARTED {Vous avez payé {amount}. Renouvellement le {expiresAt}.} RENEWED {Vous avez payé {amount}. Renouvellement le {expiresAt}.} CHANGED {Vous avez payé {amount}. Renouvellement le {expiresAt}.} PAYMENT_FAILED {{amount} n’ont pas pu être débités. Nouvel essai le {expiresAt} : enregistrez d’ici là un autre moyen de paiement, ou résiliez.} other {}}',
        '{state, select, REFUNDED {{amount} vous sont remboursés.} ENDED {Vous avez ce que tout le monde a. Vous pouvez recommencer quand vous voulez.} other {}}',
      ],
    },
    PAYOUT: {
      title: '{state, select, MADE {Votre versement} other {Votre versement a échoué}}',
      body: [
        '{state, select, MADE {{amount} sont en route vers votre banque.} other {{amount} n’ont pas pu être envoyés. Voyez ce que le prestataire vous demande ; l’argent part avec le prochain versement.}}',
      ],
    },
    PAYMENT_DISPUTED: {
      title:
        '{state, select, NEEDS_RESPONSE {Un paiement est contesté : {event}} WON {Litige gagné : {event}} other {Litige perdu : {event}}}',
      body: [
        '{state, select, NEEDS_RESPONSE {La banque d’un acheteur réclame {amount}. Dites avant {expiresAt} pourquoi la vente était juste, sinon l’argent repart.} WON {{amount} restent chez vous.} other {{amount} sont retournés à l’acheteur, et le prix du litige est retenu sur vos gains.}}',
      ],
    },
    TICKET_OFFERED: { title: '{person} vous donne un billet : {event}', body: ['Acceptez-le avant {expiresAt}.'] },
    TICKET_TAKEN: {
      title: '{person} a pris votre billet : {event}',
      body: ['Le billet n’est plus à vous ; votre code n’est plus valable.'],
    },
    MESSAGE_RECEIVED: { title: '{person} vous a écrit', body: ['Ouvrez la conversation pour lire le message.'] },
    MESSAGE_MENTIONED: { title: '{person} vous a mentionné dans {room}', body: ['Ouvrez la conversation pour lire le message.'] },
    EVENT_INVITED: { title: '{person} vous invite : {event}', body: ['Dites si vous viendrez.'] },
    GROUP_INVITED: {
      title: '{person} vous invite : {group}',
      body: ['Rejoignez le groupe pour voir qui en fait partie et discuter.'],
    },
    FOLLOWED: { title: '{person} vous suit', body: ['Consultez son profil.'] },
    GROUP_REQUESTED: { title: '{person} souhaite rejoindre {group}', body: ['Acceptez ou refusez la demande.'] },
    GROUP_POLL_ASKED: { title: '{person} interroge {group}', body: ['{question}'] },
    GROUP_POLL_CLOSED: { title: '{group} a décidé : {question}', body: ['Choix retenu : {leader}.', 'Regardez ce qui a été choisi.'] },
    WISH_LIST_SHARED: { title: '{person} partage une liste d’envies avec vous', body: ['{list}'] },
    CREW_FEEDBACK_ASKED: {
      title: 'Comment était-ce avec {group} ?',
      body: ['Dites qui vous aimeriez revoir. Personne ne saura qui a dit quoi.'],
    },
    GROUP_ROLE_CHANGED: {
      title:
        '{role, select, NONE {Vous ne faites plus partie de {group}} MEMBER {Vous êtes membre de {group}} other {Vous avez un autre rôle dans {group}}}',
      body: [
        '{role, select, NONE {Les responsables du groupe ont mis fin à votre participation.} OWNER {Le groupe est maintenant le vôtre.} ADMIN {Vous administrez maintenant le groupe.} MODERATOR {Vous modérez maintenant le groupe.} other {Vous pouvez participer aux échanges.}}',
      ],
    },
    ORGANIZATION_INVITED: {
      title: '{person} vous invite à travailler pour {organization}',
      body: [`Vous seriez {role, select, ${WORK}}.`, 'Acceptez ou refusez l’invitation.'],
    },
    ORGANIZATION_JOINED: { title: '{person} travaille maintenant pour {organization}', body: ['{person} a accepté votre invitation.'] },
    ORGANIZATION_ROLE_CHANGED: {
      title: '{role, select, NONE {Vous ne travaillez plus pour {organization}} other {Vous avez un autre rôle chez {organization}}}',
      body: [
        `{role, select, NONE {Un propriétaire ou un responsable a mis fin à votre participation.} other {Vous êtes maintenant {role, select, ${WORK}}.}}`,
      ],
    },
    EVENT_TEAM_INVITED: {
      title: '{person} vous invite dans l’équipe : {event}',
      body: [`Vous seriez {role, select, ${TEAM_WORK}}.`, 'Acceptez ou refusez l’invitation.'],
    },
    EVENT_TEAM_JOINED: {
      title: '{person} fait maintenant partie de l’équipe : {event}',
      body: ['{person} a accepté votre invitation.', `Son rôle : {role, select, ${TEAM_WORK}}.`],
    },
    EVENT_ANNOUNCED: { title: 'Des nouvelles de {event}', body: ['{text}'] },
    IMPORT_ENDED: {
      title: '{state, select, SUCCEEDED {Votre importation est terminée} other {Votre importation s’est arrêtée avant la fin}}',
      body: [
        '{failure}',
        '{created, plural, =0 {Aucun événement n’est nouveau.} =1 {Un événement est nouveau.} other {# événements sont nouveaux.}}',
        '{updated, plural, =0 {} =1 {Un a été mis à jour.} other {# ont été mis à jour.}}',
        '{skipped, plural, =0 {} =1 {Un a été laissé de côté ; sa fiche dit pourquoi.} other {# ont été laissés de côté ; leurs fiches disent pourquoi.}}',
      ],
    },
    WEBHOOK_DISABLED: {
      title: 'Votre webhook « {webhook} » est désactivé',
      body: [
        '{reason, select, GONE {Son adresse répond que plus personne n’y écoute (410).} REMOVED {Un propriétaire de son organisation l’a supprimé.} other {Rien ne l’a atteint depuis trois jours.}}',
        '{reason, select, REMOVED {} other {Ce qui se passe est conservé 30 jours et envoyé lorsque vous le réactivez.}}',
      ],
    },
    SEARCH_MATCHED: {
      title: '{events, plural, =1 {Nouveau dans « {search} » : {event}} other {# nouveaux événements dans « {search} »}}',
      body: ['{events, plural, =1 {Il vient de paraître.} other {Le prochain est {event}.}}'],
    },
    COLLECTION_INVITED: {
      title: '{person} vous propose de veiller sur « {collection} »',
      body: ['Votre part des ventes serait de {share, number} %.', 'Acceptez ou refusez.'],
    },
    COLLECTION_DECIDED: {
      title:
        '{outcome, select, APPROVED {« {collection} » est publiée} CHANGES_REQUESTED {« {collection} » est à modifier} other {« {collection} » a été refusée}}',
      body: ['Le curateur écrit : {notes}'],
    },
    COLLECTION_GREW: {
      title: '{events, plural, =1 {Nouveau dans « {collection} » : {event}} other {# nouveaux événements dans « {collection} »}}',
      body: ['{events, plural, =1 {Vous suivez cette collection.} other {Le prochain : {event}.}}'],
    },
    EVENT_ANSWERED: {
      title: '{person} va à {event}',
      body: ['{going, plural, =1 {Votre première réponse.} other {# personnes y vont à présent.}}'],
    },
    FRIEND_GOING: { title: '{person} va à {event}', body: ['Vous y avez répondu aussi.'] },
    EVENT_REMINDER: {
      title: '{lead, select, HOUR {Bientôt : {event}} other {Rappel : {event}}}',
      body: ['Début : {startsAt}.', 'Lieu : {venue}.'],
    },
    SECURITY_ALERT: {
      title:
        '{what, select, NEW_DEVICE {Votre compte a été utilisé sur un nouvel appareil} PASSWORD_CHANGED {Votre mot de passe a été modifié} PHONE_ADDED {Un téléphone a été ajouté à votre compte} PHONE_REMOVED {Le téléphone de votre compte a été retiré} API_KEY_MADE {Une clé pour programmes a été créée pour votre compte} APP_AUTHORIZED {Une application peut agir pour votre compte} WEBHOOK_CHANGED {Un webhook de votre compte a été créé ou modifié} other {Votre rôle a été modifié}}',
      body: [
        '{what, select, NEW_DEVICE {Connexion : {at}.} PASSWORD_CHANGED {Date : {at}. Toutes les autres sessions sont terminées.} other {Date : {at}.}}',
        'Appareil : {device}.',
        'L’application : {app}. Vous y mettez fin dans les réglages.',
        '{role, select, ADMIN {Vous êtes maintenant administrateur.} MODERATOR {Vous êtes maintenant modérateur.} CURATOR {Vous êtes maintenant curateur.} USER {Vous n’avez plus de droits particuliers.} other {}}',
        '{what, select, ROLE_CHANGED {} other {Si ce n’était pas vous, changez votre mot de passe et terminez toutes les sessions.}}',
      ],
    },
    BADGE_EARNED: {
      title:
        'Nouveau badge : « {badge, select, FIRST_EVENT {Premier événement} REGULAR {Fidèle} DEVOTEE {Passion} CRITIC {Critique} HOST {Hôte} other {Impresario}} »',
      body: [
        '{badge, select, FIRST_EVENT {Vous avez participé à un premier événement.} REGULAR {Vous avez participé à dix événements.} DEVOTEE {Vous avez participé à cinquante événements.} CRITIC {Vous avez écrit cinq avis.} HOST {Vous avez publié un premier événement.} other {Vous avez publié dix événements.}}',
      ],
    },
    GOAL_REMINDER: {
      title: 'Rappel : {goal}',
      body: [
        '{progress} jusqu’ici.',
        '{days, plural, =0 {C’est le dernier jour.} =1 {Après aujourd’hui, il reste un jour.} other {Après aujourd’hui, il reste # jours.}}',
      ],
    },
    ACTIVITY_REPORT: {
      title: '{period, select, WEEKLY {Votre semaine en chiffres} other {Votre mois en chiffres}}',
      body: ['{hours, plural, =0 {} =1 {Vous avez étudié une heure.} other {Vous avez étudié # heures.}}', 'Votre rapport est prêt.'],
    },
    PERSONAL_SUGGESTIONS: { title: 'Des suggestions pour vous', body: ['{text}'] },
    SYSTEM_ANNOUNCEMENT: { title: '{title}', body: ['{body}'] },
  },
};
