import type { Catalogue } from './notification-catalogue.types';

const WORK = 'OWNER {propietario, con todos los derechos} MANAGER {responsable de sus eventos} other {parte del personal, en la entrada}';
const TEAM_WORK =
  'OWNER {propietario, con todos los derechos} EDITOR {responsable del contenido y de los invitados} BOX_OFFICE {responsable de entradas y reembolsos} other {responsable de la entrada}';

export const spanish: Catalogue = {
  words: { person: 'alguien', event: 'un evento' },
  moment: '{date} a las {time} ({zone})',
  kinds: {
    CONNECTION_REQUESTED: { title: '{person} quiere conectar contigo', body: ['Acepta o rechaza su solicitud.'] },
    CONNECTION_ACCEPTED: { title: '{person} ha aceptado tu solicitud', body: ['Ya estáis en contacto.'] },
    EVENT_UPDATED: {
      title: 'Hay cambios: {event}',
      body: [
        'Nuevo comienzo: {startsAt}.',
        'Nuevo lugar: {venue}.',
        '{placeIsOpen, select, YES {El lugar está por decidir.} other {}}',
        'Antes se llamaba {formerTitle}.',
      ],
    },
    EVENT_CANCELLED: {
      title: 'Cancelado: {event}',
      body: [
        'Iba a comenzar el {startsAt}.',
        'El organizador escribe: {reason}',
        '{paid, select, YES {Se te devuelve lo que pagaste.} other {}}',
      ],
    },
    EVENT_APPROVED: {
      title: '{what, select, CHANGE {Tu cambio ya se muestra: {event}} other {Aprobado: {event}}}',
      body: [
        '{what, select, CHANGE {Un curador lo ha aprobado.} other {Ya lo puede encontrar todo el mundo.}}',
        '{what, select, CHANGE {{notes}} other {El curador escribe: {notes}}}',
      ],
    },
    EVENT_NEEDS_REVISION: {
      title: '{what, select, CHANGE {Tu cambio necesita una revisión: {event}} other {Necesita cambios: {event}}}',
      body: [
        '{what, select, CHANGE {La versión aprobada se sigue mostrando.} other {Cámbialo y envíalo de nuevo.}}',
        '{what, select, CHANGE {{notes}} other {El curador escribe: {notes}}}',
      ],
    },
    EVENT_REJECTED: {
      title: '{what, select, CHANGE {Tu cambio ha sido rechazado: {event}} ON_SHOW {Ya no se muestra: {event}} other {Rechazado: {event}}}',
      body: [
        '{what, select, CHANGE {La versión aprobada se sigue mostrando.} other {Puedes corregirlo y enviarlo de nuevo, tres veces como máximo.}}',
        '{what, select, CHANGE {{notes}} other {El curador escribe: {notes}}}',
      ],
    },
    EVENT_HIDDEN: {
      title: 'Oculto: {event}',
      body: ['Varias personas lo han denunciado.', 'Solo lo ven sus invitados hasta que un curador decida.'],
    },
    REVIEW_REMOVED: {
      title: 'Tu reseña ha sido eliminada: {event}',
      body: ['La ha retirado un moderador.', 'No podrás escribir otra durante 30 días.'],
    },
    CONTENT_REMOVED: {
      title:
        '{state, select, RESTORED {Restablecido} other {Eliminado}}: {what, select, REVIEW {tu reseña} MESSAGE {tu mensaje} POST {tu publicación} COMMENT {tu comentario} GROUP {tu grupo} COLLECTION {tu colección} VENUE {tu lugar} ORGANIZATION {tu organización} other {tu perfil}}',
      body: [
        '{state, select, RESTORED {Otra persona lo ha revisado de nuevo.} other {Un moderador lo ha retirado tras recibir denuncias.}}',
        'El moderador escribe: {notes}',
      ],
    },
    CONTENT_APPEAL_UPHELD: {
      title: 'Tu recurso no ha sido aceptado',
      body: [
        'Otra persona ha vuelto a mirar {what, select, REVIEW {tu reseña} MESSAGE {tu mensaje} POST {tu publicación} COMMENT {tu comentario} GROUP {tu grupo} COLLECTION {tu colección} VENUE {tu lugar} ORGANIZATION {tu organización} other {tu perfil}}, y la decisión se mantiene.',
        'Escribe: {notes}',
      ],
    },
    REPORT_SETTLED: {
      title: 'Resultado de tu denuncia',
      body: [
        '{outcome, select, UPHELD {Se ha eliminado. Gracias.} DISMISSED {No infringe las normas y se mantiene.} REPEATED {Ya lo habías denunciado y se tomó una decisión.} other {No se ha podido revisar: ya no está o no puedes verlo.}}',
        '{what, select, REVIEW {Una reseña} MESSAGE {Un mensaje} POST {Una publicación} COMMENT {Un comentario} GROUP {Un grupo} COLLECTION {Una colección} VENUE {Un lugar} ORGANIZATION {Una organización} other {Un perfil}}.',
      ],
    },
    PLACE_OFFERED: {
      title: 'Hay una plaza libre para ti: {event}',
      body: ['Acéptala antes del {expiresAt}; después pasará a la siguiente persona.'],
    },
    ORDER_PAID: {
      title: 'Tus entradas: {event}',
      body: ['{tickets, plural, =1 {Una entrada es tuya} other {# entradas son tuyas}}; has pagado {total}.'],
    },
    ORDER_REFUNDED: { title: 'Tu reembolso: {event}', body: ['{amount} van de vuelta a tu cuenta.'] },
    ORDER_PART: {
      title:
        '{state, select, ASKED {{person} te pide tu parte: {event}} MISSING {Faltan partes de tu pedido: {event}} COMPLETE {Las entradas están compradas: {event}} other {Tu parte se devuelve: {event}}}',
      body: [
        '{state, select, ASKED {Tu parte es de {amount}. Págala antes de {expiresAt}.} MISSING {{amount} no se pagaron a tiempo. Págalos antes de {expiresAt}, o se devuelve todo.} COMPLETE {Todos han pagado; tu parte fue de {amount}.} other {No todos han pagado: {amount} van de camino a ti.}}',
      ],
    },
    DEPOSIT_SETTLED: {
      title: '{state, select, KEPT {Tu fianza no se devuelve: {event}} other {Tu fianza se devuelve: {event}}}',
      body: ['{state, select, KEPT {Nadie vino con tu entrada: {amount} son de quien organiza.} other {{amount} van de camino a ti.}}'],
    },
    DOCUMENT_ISSUED: {
      title: '{kind, select, INVOICE {Tu factura} RECEIPT {Tu recibo} other {Tu nota de abono}} {number}',
      body: ['{event}: {kind, select, CREDIT_NOTE {{total} vuelven a tu cuenta.} other {pagaste {total}.}}', 'Está junto a tu pedido.'],
    },
    TICKET_TAKEN_BACK: {
      title: '{tickets, plural, =1 {Tu entrada fue retirada} other {Tus entradas fueron retiradas}}: {event}',
      body: ['{tickets, plural, =1 {Ya no deja} other {Ya no dejan}} entrar a nadie.', 'Pregunta el motivo a quien organiza.'],
    },
    PLAN: {
      title:
        'Tu plan {plan} {state, select, TRIAL_STARTED {está en prueba} TRIAL_ENDING {se va a cobrar} STARTED {ha empezado} RENEWED {se ha renovado} CHANGED {ha cambiado} PAYMENT_FAILED {no se pudo renovar} REFUNDED {: devolución} other {ha terminado}}',
      body: [
        '{state, select, TRIAL_STARTED {No se cobra nada antes del {expiresAt}; después {amount}, salvo que canceles.} TRIAL_ENDING {Tu prueba termina el {expiresAt}: entonces se cobran {amount}, salvo que canceles.} STARTED {Has pagado {amount}. Se renueva el {expiresAt}.} RENEWED {Has pagado {amount}. Se renueva el {expiresAt}.} CHANGED {Has pagado {amount}. Se renueva el {expiresAt}.} PAYMENT_FAILED {No se pudieron cobrar {amount}. Lo intentamos de nuevo el {expiresAt}: guarda antes otro medio de pago, o cancela.} other {}}',
        '{state, select, REFUNDED {{amount} van de camino de vuelta.} ENDED {Tienes lo que tiene todo el mundo. Puedes volver a empezar cuando quieras.} other {}}',
      ],
    },
    PAYOUT: {
      title: '{state, select, MADE {Tu pago} other {Tu pago ha fallado}}',
      body: [
        '{state, select, MADE {{amount} van de camino a tu banco.} other {No se pudieron enviar {amount}. Mira qué te pide el procesador; el dinero sale con el próximo pago.}}',
      ],
    },
    PAYMENT_DISPUTED: {
      title: '{state, select, NEEDS_RESPONSE {Se disputa un pago: {event}} WON {Disputa ganada: {event}} other {Disputa perdida: {event}}}',
      body: [
        '{state, select, NEEDS_RESPONSE {El banco de un comprador reclama {amount}. Explica antes de {expiresAt} por qué la venta fue correcta; si no, el dinero vuelve.} WON {{amount} se quedan contigo.} other {{amount} volvieron al comprador, y el precio de la disputa se descuenta de lo que ganas.}}',
      ],
    },
    TICKET_OFFERED: { title: '{person} te da una entrada: {event}', body: ['Acéptala antes de {expiresAt}.'] },
    TICKET_TAKEN: { title: '{person} ha aceptado tu entrada: {event}', body: ['La entrada ya no es tuya y tu código ya no vale.'] },
    MESSAGE_RECEIVED: { title: '{person} te ha escrito', body: ['Abre la conversación para leer el mensaje.'] },
    MESSAGE_MENTIONED: { title: '{person} te ha mencionado en {room}', body: ['Abre la conversación para leer el mensaje.'] },
    EVENT_INVITED: { title: '{person} te invita: {event}', body: ['Di si vas a ir.'] },
    GROUP_INVITED: { title: '{person} te invita: {group}', body: ['Únete al grupo para ver quién está y hablar en su sala.'] },
    FOLLOWED: { title: '{person} te sigue', body: ['Mira su perfil.'] },
    GROUP_REQUESTED: { title: '{person} quiere unirse a {group}', body: ['Acepta o rechaza la solicitud.'] },
    GROUP_POLL_ASKED: { title: '{person} pregunta a {group}', body: ['{question}'] },
    GROUP_POLL_CLOSED: { title: '{group} ha decidido: {question}', body: ['Elegido: {leader}.', 'Mira lo que se ha elegido.'] },
    WISH_LIST_SHARED: { title: '{person} comparte contigo una lista de deseos', body: ['{list}'] },
    CREW_FEEDBACK_ASKED: { title: '¿Qué tal con {group}?', body: ['Di a quién te gustaría volver a ver. Nadie sabrá quién dijo qué.'] },
    GROUP_ROLE_CHANGED: {
      title: '{role, select, NONE {Ya no estás en {group}} MEMBER {Formas parte de {group}} other {Tienes otra función en {group}}}',
      body: [
        '{role, select, NONE {Quienes dirigen el grupo han puesto fin a tu participación.} OWNER {El grupo es tuyo ahora.} ADMIN {Ahora administras el grupo.} MODERATOR {Ahora moderas el grupo.} other {Puedes participar en la conversación.}}',
      ],
    },
    ORGANIZATION_INVITED: {
      title: '{person} te invita a trabajar con {organization}',
      body: [`Serías {role, select, ${WORK}}.`, 'Acepta o rechaza la invitación.'],
    },
    ORGANIZATION_JOINED: { title: '{person} ya trabaja con {organization}', body: ['{person} ha aceptado tu invitación.'] },
    ORGANIZATION_ROLE_CHANGED: {
      title: '{role, select, NONE {Ya no trabajas con {organization}} other {Tienes otra función en {organization}}}',
      body: [
        `{role, select, NONE {Un propietario o responsable ha puesto fin a tu participación.} other {Ahora eres {role, select, ${WORK}}.}}`,
      ],
    },
    EVENT_TEAM_INVITED: {
      title: '{person} te invita al equipo: {event}',
      body: [`Serías {role, select, ${TEAM_WORK}}.`, 'Acepta o rechaza la invitación.'],
    },
    EVENT_TEAM_JOINED: {
      title: '{person} ya está en el equipo: {event}',
      body: [`{person} ha aceptado tu invitación y es {role, select, ${TEAM_WORK}}.`],
    },
    EVENT_ANNOUNCED: { title: 'Novedades de {event}', body: ['{text}'] },
    IMPORT_ENDED: {
      title: '{state, select, SUCCEEDED {Tu importación ha terminado} other {Tu importación ha terminado antes de tiempo}}',
      body: [
        '{failure}',
        '{created, plural, =0 {Ningún evento es nuevo.} =1 {Un evento es nuevo.} other {# eventos son nuevos.}}',
        '{updated, plural, =0 {} =1 {Uno se ha actualizado.} other {# se han actualizado.}}',
        '{skipped, plural, =0 {} =1 {Uno se ha omitido; su registro dice por qué.} other {# se han omitido; sus registros dicen por qué.}}',
      ],
    },
    WEBHOOK_DISABLED: {
      title: 'Tu webhook «{webhook}» está desactivado',
      body: [
        '{reason, select, GONE {Su dirección responde que allí ya no escucha nadie (410).} REMOVED {Un propietario de su organización lo ha eliminado.} other {Nada le ha llegado desde hace tres días.}}',
        '{reason, select, REMOVED {} other {Lo que ocurre se guarda 30 días y se envía cuando lo actives de nuevo.}}',
      ],
    },
    SEARCH_MATCHED: {
      title: '{events, plural, =1 {Nuevo en «{search}»: {event}} other {# eventos nuevos en «{search}»}}',
      body: ['{events, plural, =1 {Acaba de publicarse.} other {El próximo es {event}.}}'],
    },
    COLLECTION_INVITED: {
      title: '{person} te pide que cuides también de «{collection}»',
      body: ['Tu parte de las ventas sería del {share, number} %.', 'Acepta o rechaza.'],
    },
    COLLECTION_DECIDED: {
      title:
        '{outcome, select, APPROVED {«{collection}» está publicada} CHANGES_REQUESTED {«{collection}» necesita cambios} other {«{collection}» fue rechazada}}',
      body: ['El curador escribe: {notes}'],
    },
    COLLECTION_GREW: {
      title: '{events, plural, =1 {Nuevo en «{collection}»: {event}} other {# eventos nuevos en «{collection}»}}',
      body: ['{events, plural, =1 {Sigues esta colección.} other {El próximo es {event}.}}'],
    },
    EVENT_ANSWERED: { title: '{person} va a {event}', body: ['{going, plural, =1 {La primera respuesta.} other {Ahora van # personas.}}'] },
    FRIEND_GOING: { title: '{person} va a {event}', body: ['Tú también has respondido.'] },
    EVENT_REMINDER: {
      title: '{lead, select, HOUR {Empieza pronto: {event}} other {Recordatorio: {event}}}',
      body: ['Comienza el {startsAt}.', 'Lugar: {venue}.'],
    },
    SECURITY_ALERT: {
      title:
        '{what, select, NEW_DEVICE {Tu cuenta se ha usado en un dispositivo nuevo} PASSWORD_CHANGED {Tu contraseña ha cambiado} PHONE_ADDED {Se ha añadido un teléfono a tu cuenta} PHONE_REMOVED {Se ha quitado el teléfono de tu cuenta} API_KEY_MADE {Se ha creado una clave para programas en tu cuenta} APP_AUTHORIZED {Una aplicación puede actuar por tu cuenta} WEBHOOK_CHANGED {Se ha creado o cambiado un webhook de tu cuenta} other {Tu función ha cambiado}}',
      body: [
        '{what, select, NEW_DEVICE {Inicio de sesión: {at}.} PASSWORD_CHANGED {Fecha: {at}. Todas las demás sesiones han terminado.} other {Fecha: {at}.}}',
        'Dispositivo: {device}.',
        'La aplicación: {app}. En los ajustes puedes ponerle fin.',
        '{role, select, ADMIN {Ahora eres administrador.} MODERATOR {Ahora eres moderador.} CURATOR {Ahora eres curador.} USER {Ya no tienes derechos especiales.} other {}}',
        '{what, select, ROLE_CHANGED {} other {Si no has sido tú, cambia tu contraseña y cierra todas las sesiones.}}',
      ],
    },
    BADGE_EARNED: {
      title:
        'Nueva insignia: «{badge, select, FIRST_EVENT {Primer evento} REGULAR {Asiduo} DEVOTEE {Incondicional} CRITIC {Crítica} HOST {Anfitrión} other {Impresario}}»',
      body: [
        '{badge, select, FIRST_EVENT {Has asistido a un primer evento.} REGULAR {Has asistido a diez eventos.} DEVOTEE {Has asistido a cincuenta eventos.} CRITIC {Has escrito cinco reseñas.} HOST {Has publicado un primer evento.} other {Has publicado diez eventos.}}',
      ],
    },
    GOAL_REMINDER: {
      title: 'Recordatorio: {goal}',
      body: [
        '{progress} hasta ahora.',
        '{days, plural, =0 {Hoy es el último día.} =1 {Después de hoy queda un día.} other {Después de hoy quedan # días.}}',
      ],
    },
    ACTIVITY_REPORT: {
      title: '{period, select, WEEKLY {Tu semana en cifras} other {Tu mes en cifras}}',
      body: ['{hours, plural, =0 {} =1 {Has estudiado una hora.} other {Has estudiado # horas.}}', 'Tu informe está listo.'],
    },
    PERSONAL_SUGGESTIONS: { title: 'Sugerencias para ti', body: ['{text}'] },
    SYSTEM_ANNOUNCEMENT: { title: '{title}', body: ['{body}'] },
  },
};
