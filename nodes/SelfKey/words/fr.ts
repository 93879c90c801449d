import type { ApiErrorKind } from '../../shared/request/api-error';
import type { Words } from './en';
import type { SpokenReason } from './reason';

const s = (count: number) => (count > 1 ? 's' : '');
const stays = (count: number) => `${count} séjour${s(count)}`;

const CHOOSE_ERRORS = 'sous ⋯ → Settings → Error Workflow, choisissez « 90 Error alerts »';

const chooseZone = (hotel: string) =>
	`ce qui est prévu pour la nuit ou le matin se fait à une autre heure. Choisissez ${hotel} sous ⋯ → Settings → Timezone de chaque workflow, ou démarrez n8n avec GENERIC_TIMEZONE=${hotel}.`;

/** The kit words its errors in English; what happened and what to do follow from their kind. */
const REASONS: Readonly<Record<ApiErrorKind, string>> = {
	unauthorized:
		'SelfKey refuse l’accès. Vérifiez la clé API, l’identifiant de l’intégration et le secret dans l’accès SelfKey',
	forbidden:
		'SelfKey n’autorise pas cette intégration à le faire. Vérifiez dans SelfKey qu’elle est activée, que « changeFeed » y est permis et pour quels hôtels la clé API est valable',
	not_found:
		'SelfKey n’a pas trouvé ce qui était demandé. Vérifiez l’hôtel, l’identifiant et l’adresse ; pour écrire, il faut à SelfKey la partie qui accompagne ces nœuds',
	superseded: 'Il existe déjà un état plus récent. Recommencez',
	refused: 'SelfKey refuse la demande. Vérifiez l’adresse de base (https) et la saisie',
	rate_limited: 'SelfKey demande de ralentir. Rien n’est perdu : recommencez dans une minute',
	server: 'SelfKey est en panne en ce moment. Rien n’est perdu : ce qui n’a pas été écrit sera proposé à nouveau',
	unreachable: 'SelfKey ne répond pas. Vérifiez l’adresse dans l’accès SelfKey et que SelfKey fonctionne',
	unreadable:
		'La réponse de SelfKey est illisible. Vérifiez l’adresse de base : une page de connexion ou un proxy répond peut-être à sa place',
};

const clocksApart = (seconds: number) =>
	`Les horloges de n8n et de SelfKey diffèrent de ${Math.abs(seconds)} secondes : celle de n8n ${seconds > 0 ? 'retarde' : 'avance'}. Réglez l’heure des deux serveurs par NTP.`;

function said({ kind, status, seconds }: SpokenReason): string {
	if (seconds !== undefined) return clocksApart(seconds);
	return `${REASONS[kind]}${status === null ? '' : ` (HTTP ${status})`}.`;
}

export const fr: Words = {
	more: (count) => `et ${count} de plus`,
	reason: {
		said,
		credential: () =>
			'L’accès SelfKey est incomplet ou mal rempli : il faut l’adresse (https://…), le nom court de l’hôtel, l’identifiant de l’intégration et son secret.',
		unexpected: 'Une erreur imprévue dans le nœud',
	},
	setup: {
		access: {
			good: (hotel) => `SelfKey répond et accepte la clé API pour ${hotel}.`,
			noKey: 'L’accès SelfKey n’a pas de clé API : les réservations et les établissements ne peuvent pas être lus.',
			refused: 'SelfKey n’accepte pas la clé API. Recopiez-la de SelfKey dans l’accès SelfKey.',
			unknownHotel: 'L’hôtel est inconnu, ou l’adresse n’est pas celle de SelfKey. ',
		},
		signing: {
			whose: (integration, hotel) => `l’intégration « ${integration} » de ${hotel}`,
			good: (whose) => `SelfKey accepte la signature de ${whose}.`,
			refused: (_, whose) =>
				`SelfKey n’a pas accepté la signature de ${whose}. Le secret et l’identifiant dans l’accès SelfKey doivent être ceux de l’intégration de cet hôtel ; chaque hôtel a les siens, et donc son propre accès.`,
			notAsked: 'La signature n’a pas pu être vérifiée auprès de SelfKey.',
		},
		clocks: {
			good: (seconds) => `Les horloges de n8n et de SelfKey diffèrent de ${seconds} seconde${s(seconds)}.`,
			apart: clocksApart,
		},
		timeZone: {
			unknown: (own) => `Ce workflow suit l’heure de ${own} ; SelfKey n’a pas dit où se trouve l’hôtel.`,
			good: (zone) => `L’hôtel et ses workflows sont à l’heure de ${zone}.`,
			alone: (hotel) =>
				`Ce workflow suit l’heure de ${hotel}, comme l’hôtel. n8n ne lui dit rien des autres : choisissez ${hotel} sous ⋯ → Settings → Timezone de chacun. Avec une clé API de n8n, c’est vérifié ici : voir « 00 Hotel settings ».`,
			unsure: (hotel, workflows, count) =>
				`n8n ne dit pas quel fuseau horaire ${count === 1 ? 'suit' : 'suivent'} ${workflows}, qui n’en ${count === 1 ? 'choisit' : 'choisissent'} aucun alors que ce workflow en choisit un : choisissez ${hotel} sous ⋯ → Settings → Timezone de chacun.`,
			own: (hotel, own) => `L’hôtel est à l’heure de ${hotel}. Ce workflow suit celle de ${own} : ${chooseZone(hotel)}`,
			others: (hotel, workflows, count) =>
				`L’hôtel est à l’heure de ${hotel}. ${workflows} ${count === 1 ? 'suit' : 'suivent'} un autre fuseau horaire : ${chooseZone(hotel)}`,
		},
		roomTypes: {
			good: 'Chaque type de chambre réservé par des clients a ses chambres.',
			unserved: (types) =>
				`Des clients ont réservé des types sans chambre : ${types}. Indiquez leurs chambres dans le formulaire de « 00 Hotel settings ».`,
			strangers: (senders) =>
				`Les réglages nomment des types d’expéditeurs dont ne vient aucun séjour à venir : ${senders}. Si l’un d’eux est mal écrit, corrigez-le dans le formulaire de « 00 Hotel settings ».`,
			booked: (roomType, name, count) => `${roomType}${name ? ` « ${name} »` : ''} (${stays(count)})`,
		},
		rooms: {
			none: 'SelfKey n’a aucune chambre active de cet hôtel : aucune réservation ne peut en recevoir une. Créez ses chambres dans SelfKey, ou activez-les, puis ouvrez le formulaire de « 00 Hotel settings ».',
			good: (count) =>
				count === 1 ? 'La seule chambre sert un type.' : `Les ${count} chambres servent toutes un type.`,
			unknown: (rooms) =>
				`Les réglages nomment des chambres que SelfKey n’a pas, ou qui n’y sont pas actives : ${rooms}.`,
			idle: (rooms) =>
				`Ces chambres ne servent aucun type : ${rooms}. Si elles doivent être vendues sur un canal, ajoutez-les à un type dans le formulaire de « 00 Hotel settings ».`,
		},
		changes: {
			none: 'Aucun workflow n’a encore demandé les changements à SelfKey. Publiez ceux de vos destinations, par exemple « 30 SelfKey to Opera » et « 50 Availability push ».',
			good: (names) => `Les changements de SelfKey sont bien relevés pour ${names}.`,
			called: 'SelfKey appelle n8n dès que quelque chose change.',
			uncalled:
				'Mais le dernier appel de SelfKey n’a pas atteint n8n : les changements attendent le relevé suivant, une minute au plus. Regardez si les workflows sont publiés, et si SelfKey peut joindre n8n à la « Production URL » de leur déclencheur.',
			silent: (names) =>
				`Plus personne ne va chercher les changements de SelfKey pour ${names} : regardez si le workflow est publié.`,
		},
		workflows: {
			name: (name) => `« ${name} »`,
			good: 'Chaque workflow a un workflow d’erreur publié.',
			off: (handlers, count, workflows) =>
				`${handlers} ${count === 1 ? 'n’est pas publié' : 'ne sont pas publiés'} : personne n’apprend l’échec des exécutions de ${workflows}, et aucune alerte n’est envoyée. Ouvrez-${count === 1 ? 'le' : 'les'} et cliquez sur « Publish ».`,
			missing: (workflows) => `Personne n’apprend l’échec des exécutions de ${workflows} : ${CHOOSE_ERRORS}.`,
			ownHas: 'Ce workflow a un workflow d’erreur. ',
			ownHasNone: 'Ce workflow n’a pas de workflow d’erreur. ',
			others: `n8n ne dit rien des autres à celui-ci, et une importation dans l’éditeur laisse ce choix ouvert : regardez chaque workflow et, ${CHOOSE_ERRORS}. Avec une clé API de n8n, c’est vérifié ici : voir « 00 Hotel settings ».`,
		},
	},
	mistakes: {
		nothingSaved: 'Rien n’est encore enregistré',
		correct: 'À corriger :',
		changed:
			'Les réglages ont changé depuis l’ouverture de ce formulaire. Rouvrez-le : il montre alors ce qui est enregistré maintenant',
		noRooms:
			'Aucune chambre n’est indiquée ; cochez les chambres d’un type, ou écrivez une ligne par type, par exemple 1296364403 = 101, 102',
		inLine: (line, mistake) => (line > 0 ? `Ligne ${line} : ${mistake}` : mistake),
		notALine: (line, text) => `La ligne ${line} n’a pas la forme « type = chambre, chambre » : ${text}`,
		notAList: (roomType) =>
			`La liste des chambres doit donner à « ${roomType} » une liste de noms, par exemple ["101", "102"]`,
		namedTwice: (roomType) =>
			`La liste des chambres nomme « ${roomType} » deux fois ; écrivez toutes ses chambres dans une seule liste`,
		notJson:
			'La liste des chambres commence comme du JSON mais n’en est pas ; corrigez-la, ou écrivez une ligne par type, par exemple 1296364403 = 101, 102',
		twice: (roomType, before) =>
			`${roomType} figure déjà à la ligne ${before} ; écrivez toutes ses chambres sur une seule ligne`,
		ticked: (roomType) => `les chambres de ${roomType} sont déjà cochées plus haut ; cochez-les toutes à cet endroit`,
		tickedTwice: (one, other) =>
			`${one} et ${other} sont le même type ; cochez ses chambres pour l’un des deux, et aucune pour l’autre`,
		roomTypes: {
			form: (typed) =>
				`écrivez le canal, une barre oblique et le type, par exemple airbnb/48211377, ou le numéro seul pour Booking.com : ${typed}`,
			noChannel: (channel, known) =>
				`aucune réservation ne vient de « ${channel} » ; écrivez l’un de ceux-ci : ${known}, ou le nom du système qui envoie les réservations`,
			write: (meant, typed) => `écrivez ${meant} au lieu de ${typed}`,
		},
		noneInSelfKey:
			'SelfKey n’a aucune chambre active de cet hôtel ; créez ses chambres dans SelfKey, ou activez-les, puis rouvrez ce formulaire',
		unknownRoom: (room) => `SelfKey n’a pas de chambre active qui s’appelle ${room}`,
		propertyId: (id) => `Numéros d’établissement chez Booking.com : ils n’ont que des chiffres : ${id}`,
		propertyOfChannel: (text) =>
			`Écrivez un canal et le numéro qu’il donne à l’hôtel, comme airbnb/987654 ou opera/PARADISE : ${text}`,
		listingForHost: (text) =>
			`${text} est une annonce, alors que le numéro de l’hôtel chez Airbnb est celui de l’hôte : écrivez le « Host ID » de l’accès Airbnb ou, avec les calendriers seuls, le « Property ID » de leur accès, qui doit lui aussi être le numéro de l’hôte`,
		timeZone: (typed) => `Ce n’est pas un fuseau horaire (écrivez par exemple Europe/Zurich) : ${typed || 'rien'}`,
		months: (max, typed) =>
			`Mois de conservation des bulletins d’arrivée après le départ : il faut un nombre entier de mois, de 0 à ${max} : ${typed}`,
		alertAddress:
			'Qui alerter : écrivez une adresse e-mail, par exemple reception@example.com, ou l’adresse d’une messagerie, qui commence par https:// ; vide : personne n’est alerté',
		logDays: (max, typed) =>
			`Nombre de jours de conservation du journal : il faut un nombre entier, de 1 à ${max} : ${typed}`,
		inField: (field, line, mistake) => (line > 0 ? `${field}, ligne ${line} : ${mistake}` : `${field} : ${mistake}`),
		noDate: (typed) => `la date ${typed} n’existe pas ; écrivez par exemple 2026-07-01`,
		notAfter: (start, end) => `${end} n’est pas après ${start} ; la seconde date est le lendemain de la dernière nuit`,
		sale: {
			buffer: 'Chambres de chaque type qu’aucun canal ne vend',
			allotments: 'Nombre maximal de chambres pour un canal',
			overbooking: 'Nuits de surréservation',
			overbookingCap: 'Nombre maximal de chambres en surréservation par nuit',
			allotmentForm: (typed) =>
				`écrivez par exemple airbnb = 2, ou airbnb/48211377 = 1 pour une seule annonce ou un seul type : ${typed}`,
			noChannel: (channel, known) =>
				`« ${channel} » n’est pas un canal qui reçoit des disponibilités ; écrivez l’un de ceux-ci : ${known}`,
			repeated: (name) => `${name} figure sur deux lignes ; n’en laissez qu’une`,
			allowanceForm: (typed) =>
				`écrivez par exemple 2026-07-01 until 2026-08-01 = 1, la seconde date étant le lendemain de la dernière nuit : ${typed}`,
			notRooms: (typed, max) => `il faut un nombre entier de chambres, de 0 à ${max} : ${typed || 'rien'}`,
		},
		rates: {
			field: 'Prix pour 54 Rates',
			noRooms: (roomType) =>
				`aucune chambre n’est indiquée pour ${roomType} ; indiquez-les plus haut, ou corrigez le numéro`,
			form: (typed) =>
				`écrivez par exemple 1296364403 rate 49111777 = +10 %, single use -20 %, ou airbnb/48211377 from 2026-07-01 until 2026-09-01 = +25 % : ${typed}`,
			notPercent: (typed, least, most) =>
				`un pourcentage est un nombre de ${least} à ${most}, avec deux décimales au plus : ${typed}`,
			noChannel: (roomType) =>
				`${roomType} n’est d’aucun canal qui reçoit des prix ; écrivez le numéro du type chez Booking.com, ou airbnb/ et le numéro de l’annonce`,
			noPlan: (roomType) =>
				`chez Booking.com, un prix fait partie d’un plan tarifaire ; écrivez ${roomType} rate, puis le numéro du plan`,
			planAt: (channel, ratePlanId) => `${channel} n’a pas de plans tarifaires ; retirez « rate ${ratePlanId} »`,
			singleUseAt: (channel) => `${channel} ne connaît pas de prix pour une personne seule ; retirez « single use »`,
		},
	},
	found: {
		sources: { bookingCom: 'Booking.com', airbnb: 'Airbnb', calendars: 'Calendriers (iCal)', opera: 'OPERA' },
		offers: (what, count) =>
			`${what} : connecté, ${count === 1 ? '1 type ou annonce trouvé' : `${count} types ou annonces trouvés`}.`,
		tooMany: (what, count) =>
			`${what} : connecté, ${count} trouvés. Le tout ne tient pas sur une page : seuls les types enregistrés ou réservés figurent ici ; tapez les autres, une ligne par type.`,
		nothing: (what, node) =>
			`${what} : rien trouvé. Si ce n’est pas encore connecté, choisissez son accès dans le nœud « ${node} » et activez ce nœud.`,
		notConnected: (what, node) =>
			`${what} : pas connecté. Pour voir ses types de chambre ici, choisissez son accès dans le nœud « ${node} » et activez ce nœud.`,
		unread: (what, error) =>
			`${what} : lecture impossible, seuls les types enregistrés ou réservés figurent ici. ${error}`,
	},
	form: {
		title: (hotel) => `Réglages de l’hôtel ${hotel}`,
		rooms: (rooms) => `Chambres dans SelfKey : ${rooms}`,
		noRooms:
			'SelfKey n’a aucune chambre active de cet hôtel. Créez ses chambres dans SelfKey, ou activez-les, puis rouvrez ce formulaire.',
		save: 'Vérifier et enregistrer',
		notSaved: 'Pas encore enregistré',
		propertyIds:
			'Numéros d’établissement chez Booking.com, et ailleurs comme airbnb/987654 (hôte) ou opera/PARADISE (hôtel) ; airbnb/ seul retire ceux d’Airbnb',
		roomsFor: (roomType, name, count) =>
			`Chambres pour ${roomType}${name ? ` « ${name} »` : ''}${count === 0 ? '' : `, ${stays(count)}`}`,
		allRooms: 'Chambres : une ligne par type. Les numéros des types de Booking.com sont dans son extranet',
		otherRooms:
			'Autres types de chambre : une ligne par type. Ceux de Booking.com figurent ci-dessus dès que son nœud les liste ou qu’un client les a réservés ; sinon, prenez leurs numéros dans son extranet',
		timeZone: 'Fuseau horaire',
		months:
			'Mois de conservation des bulletins d’arrivée après le départ : ce que la loi demande, 0 si elle ne demande rien',
		monthsEmpty: 'vide : les clients des séjours passés ne peuvent pas être effacés',
		buffer: 'Chambres de chaque type qu’aucun canal ne vend',
		allotments: 'Nombre maximal de chambres pour un canal : une ligne par canal, ou par type d’un canal',
		overbooking: 'Nuits de surréservation : la première nuit, le lendemain de la dernière, et le nombre par type',
		overbookingCap: 'Nombre maximal de chambres en surréservation par nuit, quoi qu’il soit écrit ci-dessus',
		rates: 'Prix pour 54 Rates : pourcentage sur le prix de SelfKey, une ligne par plan tarifaire, annonce ou saison',
		plan: (ratePlan, name) => `${ratePlan} « ${name} »`,
		knownPlans: (plans) => ` (plans tarifaires connus : ${plans})`,
		alertAddress: 'Qui alerter : une adresse e-mail, ou l’adresse https d’une messagerie',
		alertExample: 'reception@example.com, ou https://hooks.slack.com/…',
		language: 'Langue des alertes et du résumé quotidien',
		keepLogDays: 'Nombre de jours de conservation du journal',
		saved: 'Enregistré',
		savedText: (hotel) =>
			`Les réglages de ${hotel} sont enregistrés. Publiez maintenant « 10 Booking.com to SelfKey » et les workflows de vos autres canaux.`,
		next: 'Et maintenant ?',
		isDone: 'J’ai terminé',
		change: 'Modifier autre chose',
		undo: 'Annuler : tout remettre comme à l’ouverture du formulaire',
		goOn: 'Continuer',
		undone: 'Annulé',
		undoneText: (hotel) =>
			`Les réglages de ${hotel} sont de nouveau ceux de l’ouverture du formulaire. L’adresse des alertes, la langue et la durée du journal restent comme vous les avez saisies.`,
		notUndone: 'Pas annulé',
		done: 'Terminé',
		doneText: 'Vous pouvez fermer cette page. Rouvrez le formulaire dès que quelque chose change.',
	},
};
