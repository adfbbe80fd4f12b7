import type { Texts } from './texts.ts';

/** Words of the inbox and of a conversation. */
export const frInbox = {
  language: 'fr' as Texts['language'],
  locale: 'fr-BE',
  inbox: {
    title: 'Demandes',
    views: 'Quelles demandes',
    view: {
      mine: 'Les miennes',
      territories: 'Mes territoires',
      unassigned: 'Non attribuées',
      waiting: 'En attente',
      closed: 'Clôturées',
    },
    allTerritories: 'Tous les territoires',
    waitingHere: 'en attente',
    waiting: (count: number) =>
      count === 0
        ? 'Personne n’attend de réponse.'
        : count === 1
          ? '1 demande attend une réponse.'
          : `${count} demandes attendent une réponse.`,
    soundOn: 'Son : activé',
    soundOff: 'Son : coupé',
    refresh: 'Actualiser',
    list: 'Demandes de cette liste',
    empty: {
      mine: 'Vous ne suivez aucune demande. Regardez « Mes territoires » ou « Non attribuées » : vous pouvez y prendre une demande.',
      territories:
        'Aucune demande en cours dans vos territoires. Les nouvelles apparaissent ici toutes seules. Si un territoire vous manque, demandez à l’administration de l’ajouter.',
      unassigned: 'Chaque demande est proposée à quelqu’un. Il n’y a rien à faire ici.',
      waiting: 'Personne n’attend de réponse. Les nouvelles demandes apparaissent ici toutes seules.',
      closed:
        'Aucune demande clôturée ces 30 derniers jours. Pour clôturer une conversation, ouvrez-la et choisissez comment elle s’est terminée.',
    },
    done: {
      closed: 'La conversation est clôturée. La machine répond de nouveau au parent.',
      'given-back': 'Vous avez rendu la demande. Elle est proposée à quelqu’un d’autre.',
      transferred: 'La demande est confiée à votre collègue.',
    },
  },
  facts: {
    language: 'Langue',
    channel: 'Par',
    territory: 'Territoire',
    since: 'Depuis',
    due: 'À prendre avant',
    late: 'En retard : à prendre avant',
    holder: 'Proposée à',
    takenBy: 'Prise par',
    nobody: 'personne',
    unknownLanguage: 'pas encore connue',
    unknownTerritory: 'pas encore connu',
    unanswered: 'Message sans réponse',
  },
  priority: { now: 'Danger : maintenant', high: 'Aujourd’hui', normal: 'Normale' },
  reason: {
    danger: 'Danger',
    asked: 'Demande à parler à une personne',
    'not-understood': 'La machine n’a pas compris',
    'not-useful': 'Les réponses n’ont pas aidé',
    'human-first': 'Sujet à traiter par une personne',
    media: 'Message vocal ou photo',
    reply: 'Répond à un message du réseau',
  } as Readonly<Record<string, string>>,
  danger: {
    violence: 'violence',
    suicide: 'idées suicidaires',
    'child-danger': 'enfant en danger',
    emergency: 'urgence',
  } as Readonly<Record<string, string>>,
  otherReason: 'Autre raison',
  channel: { sms: 'SMS', whatsapp: 'WhatsApp', telegram: 'Telegram' },
  conversation: {
    back: 'Retour aux demandes',
    open: 'Personne ne l’a encore prise. Prenez-la pour répondre : la machine se tait alors, sauf en cas de danger.',
    mine: 'Vous avez pris cette demande.',
    takenBy: (name: string) => `${name} a pris cette demande.`,
    taken: 'Un·e collègue a pris cette demande.',
    closed: 'Cette conversation est clôturée.',
    alsoLooking: (names: string, several: boolean) =>
      several ? `${names} regardent aussi cette conversation.` : `${names} regarde aussi cette conversation.`,
    take: 'Prendre',
    lost: (name: string) => `${name} a été plus rapide et a pris cette demande. Vous pouvez lire, et laisser une note.`,
    lostToNobody: 'Cette demande ne peut plus être prise. Voyez ci-dessous où elle en est.',
    thread: 'Conversation',
    noMessages: 'Pas de messages depuis 30 jours.',
    newMessage: 'Nouveau message dans la conversation.',
    from: { parent: 'Parent', machine: 'Machine', human: 'Une personne du réseau', notice: 'Message automatique' },
    erased: '(texte effacé)',
    media: { voice: 'Message vocal', image: 'Photo', location: 'Localisation', other: 'Fichier' },
    attachment: {
      waiting: 'en cours de réception',
      gone: 'n’a pas pu être reçu',
      photo: 'Photo envoyée par le parent, à ouvrir en grand',
      save: (name: string) => `${name} : enregistrer`,
      transcript: 'Transcription automatique :',
    },
    delivery: {
      waiting: 'en attente : partira dès que le parent aura répondu',
      planned: 'part dans un instant',
      sending: 'part dans un instant',
      accepted: 'envoyé',
      sent: 'envoyé',
      delivered: 'arrivé',
      read: 'lu',
      failed: 'pas arrivé',
      expired: 'pas envoyé : trop tard',
      cancelled: 'annulé',
      unknown: 'on ne sait pas s’il est arrivé',
    } as Readonly<Record<string, string>>,
    /** Why a message did not go, by the provider's code. */
    refused: {
      '63016':
        'WhatsApp l’a refusé : plus de 24 heures depuis le dernier message de la personne. Envoyez-lui l’invitation.',
      '63027': 'WhatsApp n’a pas cette invitation dans cette langue. Prévenez l’administration.',
      '63028': 'L’invitation ne correspond pas à celle que WhatsApp connaît. Prévenez l’administration.',
      '63041': 'WhatsApp a mis cette invitation en pause. Prévenez l’administration, et essayez un autre moyen.',
    } as Readonly<Record<string, string>>,
    whileAway: 'envoyé pendant une panne, et noté ici après',
    waits: (when: string) => `en attente de l’heure choisie par le parent : partira ${when}`,
    call: {
      asked: 'A demandé au parent la permission de l’appeler.',
      granted: 'Le parent a dit oui : son numéro est visible pour la personne qui suit cette demande.',
      refused: 'Le parent a dit non : son numéro reste caché.',
    },
  },
  call: {
    heading: 'Téléphoner',
    ask: 'Demander si je peux appeler',
    help: 'La question est posée dans la langue du parent. Son numéro n’apparaît que si le parent accepte, pour vous seulement, et tant que vous suivez cette demande.',
    asked: 'La question est envoyée. La réponse apparaîtra dans la conversation.',
    granted: 'Vous pouvez appeler le parent :',
    refused: 'Le parent préfère ne pas recevoir d’appel.',
    noNumber: 'Impossible ici : cette messagerie ne donne pas de numéro de téléphone.',
    problems: {
      again: 'La question a déjà été posée.',
      'no-number': 'Rien n’a été envoyé : cette messagerie ne donne pas de numéro de téléphone.',
      'not-yours': 'Rien n’a été envoyé : vous ne suivez pas, ou plus, cette demande.',
      'window-closed': 'Rien n’a été envoyé : on ne peut pas écrire à cette personne pour le moment.',
      'reply-only': 'Rien n’a été envoyé : cette personne ne veut que des réponses, tout de suite après son message.',
    },
  },
  reply: {
    heading: 'Répondre',
    label: 'Votre réponse',
    send: 'Envoyer',
    keys: 'Ctrl + Entrée envoie aussi.',
    inYours: (language: string) =>
      `Langue du parent : ${language}. Votre texte part tel quel, avec une ligne dans sa langue qui dit qu’il est en français. Les réponses toutes prêtes sont dans sa langue.`,
    inTheirs: (language: string) => `Mon texte est déjà écrit dans cette langue (${language}).`,
    window: (until: string, left: string) => `WhatsApp vous laisse écrire jusqu’à ${until} (encore ${left}).`,
    closed: {
      whatsapp:
        'Vous ne pouvez pas écrire ici pour le moment. WhatsApp ne le permet que 24 heures après le dernier message de la personne, et nous n’écrivons plus après un STOP. Dès qu’elle écrit, vous pouvez de nouveau répondre.',
      other:
        'Vous ne pouvez pas écrire ici pour le moment : la personne a demandé de ne plus recevoir de messages, ou son adresse ne reçoit plus rien. Dès qu’elle écrit, vous pouvez de nouveau répondre.',
    },
    hours: (from: string, to: string) => `On ne peut écrire à ce parent qu’entre ${from} et ${to}.`,
    waits: (when: string) => `Votre texte partira ${when}.`,
    replyOnly:
      'Cette personne a demandé de ne recevoir que des réponses : on ne peut lui écrire que dans les 10 minutes qui suivent son message. Quelqu’un d’autre lit peut-être ce téléphone. Dès qu’elle écrit, ouvrez de nouveau cette page.',
    invite: {
      ready:
        'Les 24 heures de WhatsApp sont passées. Écrivez votre réponse et envoyez l’invitation : votre texte partira dès que le parent aura répondu.',
      out: 'L’invitation est envoyée : vos textes partiront dès que le parent aura répondu. Vous pouvez en ajouter un.',
      none: 'Aucune invitation n’est prête dans la langue du parent, ni en français. L’administration peut la préparer sur la page « Modèles WhatsApp ».',
      send: 'Envoyer l’invitation',
      keep: 'Garder ce texte aussi',
    },
    ready: 'Réponses toutes prêtes',
    readyHelp: 'Un clic envoie la réponse dans la langue du parent.',
    answers: 'Réponses de la machine sur ces sujets',
    sendAnswer: 'Envoyer cette réponse',
    problems: {
      empty: 'Écrivez d’abord votre réponse.',
      'too-long': (length: string, most: string) =>
        `Votre texte a ${length} caractères, ${most} au plus peuvent partir. Rien n’a été envoyé et votre texte est encore là : raccourcissez-le, ou envoyez-le en plusieurs fois.`,
      'not-yours': 'Rien n’a été envoyé : vous ne suivez pas, ou plus, cette demande. Votre texte est encore là.',
      'window-closed':
        'Rien n’a été envoyé : on ne peut pas écrire à cette personne pour le moment. Votre texte est encore là.',
      'reply-only':
        'Rien n’a été envoyé : cette personne ne veut que des réponses, tout de suite après son message. Votre texte est encore là.',
      'no-template':
        'Rien n’a été envoyé : aucune invitation n’est prête dans la langue du parent, ni en français. Votre texte est encore là.',
      gone: 'Rien n’a été envoyé : cette réponse toute prête n’existe plus. Choisissez-en une autre.',
    },
    kept: 'Votre texte, à copier',
  },
  notes: {
    heading: 'Notes entre collègues',
    never: 'Jamais envoyé au parent.',
    none: 'Pas encore de note.',
    label: 'Nouvelle note',
    add: 'Ajouter la note',
    unknownAuthor: 'Ancien·ne collègue',
    problems: {
      empty: 'Écrivez d’abord votre note.',
      'too-long': (length: string, most: string) =>
        `Votre note a ${length} caractères, ${most} au plus sont gardés. Rien n’est enregistré et votre texte est encore là : raccourcissez-le.`,
    },
  },
  handOn: {
    heading: 'Passer la main',
    transfer: 'Confier à',
    choose: 'Choisissez…',
    transferGo: 'Confier',
    giveBack: 'Rendre',
    giveBackHelp: 'La demande retourne dans la file et est proposée à quelqu’un d’autre.',
    close: 'Clôturer',
    outcome: 'Comment cela s’est-il terminé ?',
    outcomes: {
      answered: 'Réponse donnée par message',
      met: 'Rendez-vous ou rencontre',
      oriented: 'Orientation vers un service',
      'no-reply': 'Le parent ne répond plus',
      'not-for-us': 'Ne concerne pas le réseau',
    },
    problems: {
      transfer: 'Choisissez à qui confier la demande.',
      notDone: 'Rien n’a changé : vous ne suivez pas, ou plus, cette demande.',
      outcome: 'Choisissez comment cela s’est terminé.',
    },
  },
  errors: {
    notFound: 'Cette conversation est introuvable',
    notFoundHelp:
      'L’adresse est peut-être incomplète, ou la conversation est suivie par le point relais d’un autre territoire.',
    badForm: 'Le formulaire n’est plus valable',
    badFormHelp:
      'Rien n’a été envoyé et rien n’a été changé. Cela arrive quand la page est restée ouverte longtemps. Rouvrez la conversation et recommencez.',
    openAgain: 'Rouvrir la conversation',
  },
};

export type InboxTexts = typeof frInbox;
