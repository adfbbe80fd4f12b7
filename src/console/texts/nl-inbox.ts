import type { InboxTexts } from './fr-inbox.ts';

export const nlInbox: InboxTexts = {
  language: 'nl',
  locale: 'nl-BE',
  inbox: {
    title: 'Aanvragen',
    views: 'Welke aanvragen',
    view: {
      mine: 'Van mij',
      territories: 'Mijn gebieden',
      unassigned: 'Niet toegewezen',
      waiting: 'In afwachting',
      closed: 'Afgesloten',
    },
    allTerritories: 'Alle gebieden',
    waitingHere: 'wachten',
    waiting: (count) =>
      count === 0
        ? 'Niemand wacht op een antwoord.'
        : count === 1
          ? '1 aanvraag wacht op een antwoord.'
          : `${count} aanvragen wachten op een antwoord.`,
    soundOn: 'Geluid: aan',
    soundOff: 'Geluid: uit',
    refresh: 'Vernieuwen',
    list: 'Aanvragen in deze lijst',
    empty: {
      mine: 'U volgt nu geen aanvraag. Kijk bij "Mijn gebieden" of "Niet toegewezen": daar kunt u een aanvraag nemen.',
      territories:
        'Geen lopende aanvragen in uw gebieden. Nieuwe verschijnen hier vanzelf. Ontbreekt er een gebied? Vraag de administratie om het toe te voegen.',
      unassigned: 'Elke aanvraag is bij iemand. Hier is niets te doen.',
      waiting: 'Niemand wacht op een antwoord. Nieuwe aanvragen verschijnen hier vanzelf.',
      closed:
        'In de laatste 30 dagen is niets afgesloten. Om een gesprek af te sluiten, opent u het en kiest u hoe het afliep.',
    },
    done: {
      closed: 'Het gesprek is afgesloten. De machine antwoordt deze persoon weer.',
      'given-back': 'U hebt de aanvraag teruggegeven. Ze gaat naar iemand anders.',
      transferred: 'De aanvraag is doorgegeven aan uw collega.',
    },
  },
  facts: {
    language: 'Taal',
    channel: 'Via',
    territory: 'Gebied',
    since: 'Sinds',
    due: 'Te nemen voor',
    late: 'Te laat: moest genomen zijn voor',
    holder: 'Voorgesteld aan',
    takenBy: 'Genomen door',
    nobody: 'niemand',
    unknownLanguage: 'nog niet bekend',
    unknownTerritory: 'niet bekend',
    unanswered: 'Bericht zonder antwoord',
  },
  priority: { now: 'Gevaar: nu', high: 'Vandaag', normal: 'Gewoon' },
  reason: {
    danger: 'Gevaar',
    asked: 'Wil met iemand spreken',
    'not-understood': 'De machine begreep het niet',
    'not-useful': 'De antwoorden hielpen niet',
    'human-first': 'Onderwerp voor een medewerker',
    media: 'Spraakbericht of foto',
    reply: 'Antwoordt op een bericht van het netwerk',
  },
  danger: {
    violence: 'geweld',
    suicide: 'zelfdodingsgedachten',
    'child-danger': 'kind in gevaar',
    emergency: 'noodgeval',
  },
  otherReason: 'Andere reden',
  channel: { sms: 'sms', whatsapp: 'WhatsApp', telegram: 'Telegram' },
  conversation: {
    back: 'Terug naar de aanvragen',
    open: 'Nog niemand heeft ze genomen. Neem ze om te antwoorden: de machine zwijgt dan, behalve bij gevaar.',
    mine: 'U hebt deze aanvraag genomen.',
    takenBy: (name) => `${name} heeft deze aanvraag genomen.`,
    taken: 'Een collega heeft deze aanvraag genomen.',
    closed: 'Dit gesprek is afgesloten.',
    alsoLooking: (names, several) =>
      several ? `${names} bekijken dit gesprek ook.` : `${names} bekijkt dit gesprek ook.`,
    take: 'Nemen',
    lost: (name) => `${name} was sneller en heeft deze aanvraag genomen. U kunt meelezen en een notitie achterlaten.`,
    lostToNobody: 'Deze aanvraag kan niet meer genomen worden. Hieronder ziet u hoe het ermee staat.',
    thread: 'Gesprek',
    noMessages: 'Geen berichten in de laatste 30 dagen.',
    newMessage: 'Nieuw bericht in het gesprek.',
    from: { parent: 'Ouder', machine: 'Machine', human: 'Iemand van het netwerk', notice: 'Automatisch bericht' },
    erased: '(tekst gewist)',
    media: { voice: 'Spraakbericht', image: 'Foto', location: 'Locatie', other: 'Bestand' },
    attachment: {
      waiting: 'wordt ontvangen',
      gone: 'kon niet ontvangen worden',
      photo: 'Foto van de ouder, in het groot openen',
      save: (name) => `${name}: opslaan`,
      transcript: 'Automatisch uitgeschreven:',
    },
    delivery: {
      waiting: 'in afwachting: vertrekt zodra de ouder antwoordt',
      planned: 'vertrekt zo dadelijk',
      sending: 'vertrekt zo dadelijk',
      accepted: 'verstuurd',
      sent: 'verstuurd',
      delivered: 'aangekomen',
      read: 'gelezen',
      failed: 'niet aangekomen',
      expired: 'niet verstuurd: te laat',
      cancelled: 'geannuleerd',
      unknown: 'we weten niet of het aankwam',
    },
    refused: {
      '63016': 'WhatsApp weigerde het: meer dan 24 uur sinds het laatste bericht van de persoon. Stuur de uitnodiging.',
      '63027': 'WhatsApp heeft deze uitnodiging niet in deze taal. Verwittig de administratie.',
      '63028': 'De uitnodiging verschilt van die bij WhatsApp. Verwittig de administratie.',
      '63041':
        'WhatsApp heeft deze uitnodiging op pauze gezet. Verwittig de administratie, en probeer een andere manier.',
    },
    whileAway: 'verstuurd tijdens een storing, en hier achteraf genoteerd',
    waits: (when) => `wacht op het uur dat de ouder koos: vertrekt ${when}`,
    call: {
      asked: 'Heeft gevraagd of de ouder gebeld mag worden.',
      granted: 'De ouder zei ja: het nummer is zichtbaar voor wie deze aanvraag volgt.',
      refused: 'De ouder zei nee: het nummer blijft verborgen.',
    },
  },
  call: {
    heading: 'Bellen',
    ask: 'Vragen of ik mag bellen',
    help: 'De vraag wordt gesteld in de taal van de ouder. Het nummer verschijnt pas als de ouder ja zegt, alleen voor u, en zolang u deze aanvraag volgt.',
    asked: 'De vraag is verstuurd. Het antwoord verschijnt in het gesprek.',
    granted: 'U mag de ouder bellen:',
    refused: 'De ouder wordt liever niet gebeld.',
    noNumber: 'Hier kan dat niet gevraagd worden: deze app geeft geen telefoonnummer.',
    problems: {
      again: 'De vraag is al gesteld.',
      'no-number': 'Er is niets verstuurd: deze app geeft geen telefoonnummer.',
      'not-yours': 'Er is niets verstuurd: u volgt deze aanvraag niet, of niet meer.',
      'window-closed': 'Er is niets verstuurd: deze persoon kan nu niet bereikt worden.',
      'reply-only': 'Er is niets verstuurd: deze persoon wil alleen antwoorden, vlak na een eigen bericht.',
    },
  },
  reply: {
    heading: 'Antwoorden',
    label: 'Uw antwoord',
    send: 'Versturen',
    keys: 'Ctrl + Enter verstuurt ook.',
    inYours: (language) =>
      `Taal van de ouder: ${language}. Schrijf in het Nederlands: uw tekst vertrekt zoals u hem schrijft, en een regel in hun taal zegt dat hij in het Nederlands is. De kant-en-klare antwoorden zijn in hun taal.`,
    inTheirs: (language) => `Mijn tekst is al in die taal geschreven (${language}).`,
    window: (until, left) => `WhatsApp laat u schrijven tot ${until} (nog ${left}).`,
    closed: {
      whatsapp:
        'U kunt hier nu niet schrijven. WhatsApp laat dat enkel toe binnen 24 uur na het laatste bericht van de persoon, en na een STOP schrijven we niet meer. Zodra de persoon schrijft, kunt u weer antwoorden.',
      other:
        'U kunt hier nu niet schrijven: de persoon vroeg om geen berichten meer te krijgen, of het adres ontvangt niets meer. Zodra de persoon schrijft, kunt u weer antwoorden.',
    },
    hours: (from, to) => `Naar deze ouder mag u alleen tussen ${from} en ${to} schrijven.`,
    waits: (when) => `Uw tekst vertrekt ${when}.`,
    replyOnly:
      'Deze persoon wil alleen antwoorden krijgen: schrijven kan enkel binnen 10 minuten na hun bericht. Misschien leest iemand anders deze telefoon mee. Open deze pagina opnieuw zodra de persoon schrijft.',
    invite: {
      ready:
        'De 24 uur van WhatsApp zijn voorbij. Schrijf uw antwoord en stuur de uitnodiging: uw tekst vertrekt zodra de ouder antwoordt.',
      out: 'De uitnodiging is vertrokken: uw teksten vertrekken zodra de ouder antwoordt. U kunt er een toevoegen.',
      none: 'Er is geen uitnodiging klaar in de taal van de ouder, en ook niet in het Frans. De administratie kan ze klaarmaken op de pagina "WhatsApp-sjablonen".',
      send: 'De uitnodiging sturen',
      keep: 'Deze tekst ook bewaren',
    },
    ready: 'Kant-en-klare antwoorden',
    readyHelp: 'Eén klik verstuurt het antwoord in de taal van de ouder.',
    answers: 'Antwoorden van de machine over deze onderwerpen',
    sendAnswer: 'Dit antwoord versturen',
    problems: {
      empty: 'Schrijf eerst uw antwoord.',
      'too-long': (length, most) =>
        `Uw tekst telt ${length} tekens, er kunnen er hoogstens ${most} vertrekken. Er is niets verstuurd en uw tekst staat er nog: maak hem korter, of verstuur hem in delen.`,
      'not-yours': 'Er is niets verstuurd: u volgt deze aanvraag niet, of niet meer. Uw tekst staat er nog.',
      'window-closed': 'Er is niets verstuurd: deze persoon kan nu niet bereikt worden. Uw tekst staat er nog.',
      'reply-only':
        'Er is niets verstuurd: deze persoon wil alleen antwoorden, vlak na een eigen bericht. Uw tekst staat er nog.',
      'no-template':
        'Er is niets verstuurd: er is geen uitnodiging klaar in de taal van de ouder, en ook niet in het Frans. Uw tekst staat er nog.',
      gone: 'Er is niets verstuurd: dit kant-en-klare antwoord bestaat niet meer. Kies een ander.',
    },
    kept: 'Uw tekst, om te kopiëren',
  },
  notes: {
    heading: 'Notities tussen collega’s',
    never: 'Nooit naar de ouder verstuurd.',
    none: 'Nog geen notitie.',
    label: 'Nieuwe notitie',
    add: 'Notitie toevoegen',
    unknownAuthor: 'Vroegere collega',
    problems: {
      empty: 'Schrijf eerst uw notitie.',
      'too-long': (length, most) =>
        `Uw notitie telt ${length} tekens, we bewaren er hoogstens ${most}. Niets is bewaard en uw tekst staat er nog: maak hem korter.`,
    },
  },
  handOn: {
    heading: 'Doorgeven of afsluiten',
    transfer: 'Doorgeven aan',
    choose: 'Kies…',
    transferGo: 'Doorgeven',
    giveBack: 'Teruggeven',
    giveBackHelp: 'De aanvraag gaat terug in de rij en naar iemand anders.',
    close: 'Afsluiten',
    outcome: 'Hoe is het afgelopen?',
    outcomes: {
      answered: 'Beantwoord met een bericht',
      met: 'Afspraak of ontmoeting',
      oriented: 'Doorverwezen naar een dienst',
      'no-reply': 'De persoon antwoordt niet meer',
      'not-for-us': 'Niet voor het netwerk',
    },
    problems: {
      transfer: 'Kies aan wie u de aanvraag doorgeeft.',
      notDone: 'Er is niets veranderd: u volgt deze aanvraag niet, of niet meer.',
      outcome: 'Kies hoe het afgelopen is.',
    },
  },
  errors: {
    notFound: 'Dit gesprek is niet gevonden',
    notFoundHelp: 'Misschien is het adres onvolledig, of volgt het steunpunt van een ander gebied dit gesprek.',
    badForm: 'Het formulier is niet meer geldig',
    badFormHelp:
      'Er is niets verstuurd en niets veranderd. Dat gebeurt als de pagina lang open stond. Open het gesprek opnieuw en probeer nog eens.',
    openAgain: 'Het gesprek opnieuw openen',
  },
};
