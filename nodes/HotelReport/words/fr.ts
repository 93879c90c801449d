import type { Words } from './en';

const s = (count: number) => (count > 1 ? 's' : '');

export const fr: Words = {
	locale: 'fr-CH',
	title: 'Intégrations de l’hôtel',
	otherLanguage: 'English',
	asOf: (time) => `État au ${time}`,
	labelled: (label, text) => `${label} : ${text}`,
	allWell: 'Tout va bien.',
	toDo: (count) => (count === 1 ? '1 point demande votre attention.' : `${count} points demandent votre attention.`),
	unknown: (source, why) => `${source} n’a pas pu être interrogé : ${why}`,
	unknownShort: 'inconnu',
	sources: {
		log: 'Le journal',
		subscribers: 'SelfKey (envois)',
		frontDesk: 'SelfKey (arrivées)',
		setup: 'SelfKey (réglages)',
		alerts: 'Le tableau des alertes',
	},
	cards: {
		integrations: 'Intégrations',
		active: (count) => `${count} active${s(count)} depuis 24 heures`,
		runs: 'Synchronisations du jour',
		runsOn: (day) => `Synchronisations de toute la veille, ${day}`,
		reservations: (created, updated, cancelled) =>
			`${created} nouvelle${s(created)}, ${updated} modifiée${s(updated)}, ${cancelled} annulée${s(cancelled)}`,
		errors: 'Erreurs ouvertes',
		errorsNote: 'encore à traiter',
		waiting: 'En attente d’envoi',
		waitingNote: 'réservations, toutes destinations',
		conflicts: 'Séjours sans chambre à eux',
		conflictsNote: 'en ce moment, dans SelfKey',
		arrivals: 'Arrivées du jour',
		arrivalsNote: (count) => (count === 0 ? 'rien ne manque' : `${count} incomplète${s(count)}`),
		closure: 'De la vente à la fermeture',
		closureNote: (count, most, days) => `la moitié de ${count} fois en ${days} jours ; 95 sur 100 en ${most} au plus`,
		noClosure: (days) => `aucun canal n’a dû fermer de nuits en ${days} jours`,
	},
	integrations: {
		title: 'Intégrations',
		name: 'Intégration',
		state: 'État',
		last: 'Dernière synchronisation',
		today: 'Aujourd’hui',
		errors: 'Erreurs ouvertes',
		waiting: 'En attente',
		destination: (name) => `Changements de SelfKey pour « ${name} »`,
		none: 'Rien n’a encore tourné. Publiez un workflow, par exemple « 10 Booking.com to SelfKey ».',
		states: { good: 'En marche', warning: 'En retard', bad: 'À traiter', quiet: 'Silencieuse' },
	},
	waiting: {
		title: 'Ce qui attend, pour qui et pourquoi',
		none: 'Rien n’attend.',
		justDue: (count, subscriber) => `${count} à envoyer à ${subscriber} dans un instant`,
		late: (count, subscriber, since) =>
			`${count} en attente d’envoi à ${subscriber}, depuis le ${since} : regardez ce que disent les dernières exécutions de son workflow.`,
		unfetched: (count, subscriber, asked) =>
			`${count} en attente pour ${subscriber}, et personne ne vient ${count === 1 ? 'la' : 'les'} chercher (dernière demande : ${asked}). Dans n8n, regardez si son workflow est publié.`,
		unnamed: (count, subscriber) =>
			`${count} de plus refusée${s(count)} par ${subscriber}. SelfKey nomme celles qui attendent depuis le plus longtemps.`,
		reservation: 'Réservation',
		destination: 'Pour',
		since: 'Depuis',
		attempts: 'Essais',
		next: 'Prochain essai',
		reason: 'Raison',
		sendAgain: 'Renvoyer',
		sent: 'La réservation est renvoyée. Le résultat s’affiche ici dans une minute.',
		notSent: 'La réservation n’a pas pu être renvoyée. Rechargez la page, puis cliquez de nouveau.',
	},
	attention: {
		title: 'Ce que quelqu’un doit regarder',
		alert: (title) => `${title}. L’alerte envoyée dit que faire.`,
		copyOf90: (hotel) => `« 90 Error alerts »${hotel === '' ? '' : ` de ${hotel}`}`,
		unwatched: {
			never: (copy) =>
				`Personne ne surveille : ${copy} n’a encore rien vérifié. Publiez-le dans n8n ; d’ici là, aucune alerte n’est envoyée. S’il est publié, importez de nouveau 91 et 92 : leurs versions antérieures ne demandent pas ses vérifications.`,
			stopped: (copy) =>
				`Personne ne surveille : ${copy} n’a rien vérifié depuis. Dans n8n, regardez s’il est publié et ce que disent ses dernières exécutions ; tant qu’il ne vérifie rien, aucune alerte n’est envoyée. Si une alerte a signalé que les tables de données de n8n sont pleines, il surveille toujours et ne peut seulement pas le noter.`,
			unsent: (copy) =>
				`Les alertes ne partent pas : ${copy} n’a pas pu en envoyer une, et n’en a envoyé aucune depuis. Ouvrez sa dernière exécution en échec et suivez ce que dit l’erreur ; ce qui dure encore est alors envoyé. Ce message disparaît avec la prochaine alerte envoyée, ou si vous supprimez la ligne « watch:check » de la table hotel_alerts.`,
		},
		decide: ({ integration, reservationKey, payment, message, outcome }) =>
			`${integration} : ${reservationKey || payment} – ${message || outcome}`,
	},
	days: {
		title: (days) => `Nouvelles réservations par canal, ${days} derniers jours`,
		text: (total, days) => `${total} nouvelle${s(total)} réservation${s(total)} en ${days} jours`,
		day: 'Jour',
		total: 'Total',
		none: 'Aucune nouvelle réservation ces jours-là.',
		conflicts: (count) => `Pour ${count} d’entre elles, aucune chambre n’était libre à leur arrivée.`,
		repeats: (count) =>
			`${count} message${s(count)} répété${s(count)} sans effet : aucun n’est devenu une deuxième réservation.`,
	},
	conflicts: {
		title: 'Séjours sans chambre à eux',
		none: 'Aucun : chaque séjour a sa chambre.',
		kinds: { no_room: 'Sans chambre', shared_room: 'Partage sa chambre' },
		todo: 'Attribuez une chambre dans SelfKey, déplacez un autre séjour ou appelez le client.',
		more: (count) => `et ${count} de plus dans SelfKey`,
	},
	arrivals: {
		title: (day) => `Arrivées du ${day}`,
		none: 'Personne n’arrive.',
		booking: 'Réservation',
		room: 'Chambre',
		nights: 'Séjour',
		missing: 'Il manque',
		complete: 'Rien',
		noRoom: 'chambre',
		documents: 'pièce d’identité',
		payment: (due) => `paiement de ${due}`,
		virtualCard: (amount) => `carte virtuelle à débiter de ${amount}`,
	},
	errors: {
		title: 'Erreurs ouvertes',
		none: 'Aucune.',
		when: 'Quand',
		what: 'Ce qui s’est passé',
		run: 'Ouvrir l’exécution',
		more: (count) => `et ${count} de plus dans la table hotel_integration_log`,
	},
	setup: {
		title: 'Mise en service',
		check: 'Quoi',
		state: 'État',
		says: 'Constat',
		states: { good: 'En ordre', warning: 'À regarder', bad: 'À corriger', unknown: 'Inconnu' },
		checks: {
			...{ access: 'SelfKey et sa clé API', signing: 'Signature', clocks: 'Horloges', timeZone: 'Fuseau horaire' },
			...{ roomTypes: 'Types de chambre', rooms: 'Chambres', changes: 'Changements de SelfKey' },
			workflows: 'Workflows d’erreur',
		},
	},
	alerts: {
		over: (title) => `C’est réglé : ${title}`,
		isOver: (title, from, to) =>
			`${title}.\n\nC’est réglé. Le problème a duré du ${from} au ${to}. Il n’y a plus rien à faire.`,
		givenUp: (title) => `Abandonné : ${title}`,
		isGivenUp: (title, from) =>
			`${title}.\n\nLe problème a commencé le ${from}. SelfKey a maintenant oublié cet abonné, qui n’avait rien demandé depuis trop longtemps (30 jours sauf autre réglage), avec tout ce qui attendait : rien de cela ne sera plus envoyé. Si le workflow doit reprendre, publiez-le : il recommence comme un nouvel abonné et n’apprend pas ce qui a été annulé entre-temps : comparez. S’il a été arrêté définitivement, il n’y a rien à faire.`,
		notSeen: (title) => `Plus signalé : ${title}`,
		isNotSeen: (title, from, last) =>
			`${title}.\n\nLe problème a commencé le ${from} et n’a plus été signalé depuis le ${last}. Rien ne montre s’il est réglé : ce qui s’exécute rarement, ou n’est vérifié qu’une fois par jour, peut durer sans être signalé. Regardez ce que disent les dernières exécutions.`,
		withAdded: (title, count) => `${title} (${count} de plus)`,
		added: (list) => `Depuis le dernier message : ${list}`,
		since: (moment) => `Depuis : ${moment}`,
		reservations: (keys) => `Réservations : ${keys}`,
		toDo: (what) => `Que faire : ${what}`,
		run: (address) => `L’exécution dans n8n : ${address}`,
		more: (count) => `et ${count} de plus`,
		said: (text) => `Message d’origine : « ${text} »`,
		log: {
			title: (integration, count) =>
				`${integration} : ${count === 1 ? 'une réservation ou un paiement n’a' : `${count} réservations ou paiements n’ont`} pas pu être traité${s(count)}`,
			attempts: (count) => `Essais jusqu’ici : ${count}`,
			booking: (key, number) => `${key} (réservation ${number})`,
			nightsTitle: (integration, count) =>
				`${integration} : les nuits ${count === 1 ? 'd’un type de chambre' : `de ${count} types de chambre`} n’ont pas pu être annoncées`,
			nights: (list) => `Nuits à risque, qui peuvent être vendues alors qu’il ne reste aucune chambre : ${list}`,
			nightsOf: (room, from, to) => `${room} du ${from} au ${to}`,
			nightsToDo:
				'Un nouvel essai se fait tout seul, au moins toutes les dix minutes. Si cela dure, fermez dans l’extranet du canal les nuits qui sont complètes.',
			toDo: 'Un nouvel essai se fait tout seul dès que la source la propose à nouveau. Si la cause ne disparaît pas d’elle-même, faites ce que dit le message ; sur le tableau de bord, « Renvoyer » réessaie tout de suite.',
		},
		failed: {
			title: (workflow) => `Le workflow « ${workflow} » a échoué`,
			node: (name) => `Dans le nœud « ${name} »`,
			advised: (advice, general) => `${general === '' ? '' : `${general} `}Conseil d’origine : « ${advice} ».`,
			toDo: {
				credential:
					'Ouvrez l’accès (Credential) qu’utilise le nœud, saisissez ce que l’autre système vous a donné et cliquez « Save » : n8n le teste.',
				down: 'L’autre système ne répond pas. Rien n’est perdu : le workflow réessaie tout seul. Si cela dure, adressez-vous à qui l’exploite.',
				other: 'Ouvrez l’exécution et faites ce que dit son erreur. Rien de ce qui n’a pas été confirmé n’est perdu.',
			},
		},
		silent: {
			title: (subscriber) => `Plus personne ne va chercher les changements pour « ${subscriber} »`,
			waiting: (count) => `${count} réservation${s(count)} en attente`,
			toDo: 'Dans n8n, ouvrez le workflow qui contient le SelfKey Trigger de ce destinataire et regardez s’il est publié. n8n ne signale aucune erreur quand un déclencheur s’est arrêté : le publier à nouveau le relance.',
		},
		stopped: {
			title: (workflow) => `Le déclencheur de « ${workflow} » n’interroge plus rien`,
			node: (name) => `Il s’agit du nœud « ${name} »`,
			toDo: 'Dans n8n, regardez si ce workflow est publié. n8n ne signale aucune erreur quand un déclencheur s’est arrêté : le publier à nouveau le relance. S’il a été arrêté exprès, il n’y a rien à faire : ceci n’est signalé qu’une fois.',
		},
		waiting: {
			title: (count, subscriber) => `${count} réservation${s(count)} en attente d’envoi pour « ${subscriber} »`,
			toDo: 'Le tableau de bord dit pourquoi ; cliquez « Renvoyer » une fois la cause réglée.',
		},
		conflict: {
			no_room: ({ bookingNumber }) => `La réservation ${bookingNumber} n’a pas de chambre`,
			shared_room: ({ bookingNumber, roomName }) =>
				`Surréservation : la réservation ${bookingNumber} partage la chambre ${roomName} avec une autre`,
			other: ({ bookingNumber, kind }) => `Réservation ${bookingNumber} : ${kind}`,
			stay: (key, checkIn, checkOut) => `${key}, du ${checkIn} au ${checkOut}`,
			toDo: 'Attribuez une chambre à la réservation dans SelfKey, déplacez un autre séjour ou appelez le client. Si le type de chambre manque dans le formulaire de « 00 Hotel settings », ajoutez-le.',
		},
		unmapped: {
			title: (type, count) =>
				`Aucune chambre de SelfKey n’est indiquée pour le type de chambre ${type} : ${count} réservation${s(count)} sans chambre`,
			toDo: 'Ajoutez le type de chambre dans le formulaire de « 00 Hotel settings », et attribuez une chambre dans SelfKey aux réservations déjà arrivées.',
		},
		moreConflicts: {
			title: (count) => `${count} autre${s(count)} séjour${s(count)} sans chambre à soi`,
			toDo: 'Ils sont trop nombreux pour être nommés un par un. Cherchez dans SelfKey les séjours sans chambre à eux ; les autres sont nommés une fois les premiers réglés.',
		},
		system: {
			title: {
				down: (system) => `${system} ne répond pas comme il faut`,
				slow: (system) => `${system} demande à être appelé moins souvent`,
				credential: (system) => `${system} n’accepte pas l’accès (Credential)`,
				forbidden: (system) => `${system} refuse l’accès`,
			},
			leadsTo: (titles) => `Ce qui en résulte : ${titles}`,
			nothingLost: 'Rien n’est perdu : un nouvel essai se fait tout seul.',
			toDo: {
				down: 'Si cela dure, adressez-vous à qui exploite ce système.',
				slow: 'Si cela revient, espacez les interrogations des workflows.',
				credential:
					'Dans n8n, ouvrez l’accès (Credential) de ce système, saisissez ce que l’autre côté vous a donné et cliquez « Save » : n8n le teste.',
				forbidden:
					'Vérifiez chez l’autre côté ce que le compte peut faire, et dans n8n quel hôtel l’accès (Credential) et les nœuds nomment.',
			},
		},
		logConflict: {
			title: (integration, name) => `${integration} : un conflit au sujet de ${name}`,
			toDo: 'Décidez quel côté a raison et faites à la main ce que dit le message : rien d’autre n’est tenté. Cela n’est signalé qu’une fois ; la ligne reste dans le journal.',
		},
		unreadable: {
			title: (sources, count) =>
				`Alertes : personne ne surveille ${sources}, qui ne ${count === 1 ? 'répond' : 'répondent'} pas`,
			sources: {
				...{ log: 'le journal', recent: 'le journal (conflits)', failures: 'les exécutions qui ont échoué' },
				...{ subscribers: 'SelfKey (envois)', frontDesk: 'SelfKey (arrivées)' },
				unacknowledged: 'ce que Booking.com propose encore',
			},
			toDo: 'Ouvrez la dernière exécution de « 90 Error alerts » et le nœud qui contient une erreur, et faites ce qu’elle dit. Jusque-là, rien de ce genre n’est signalé. Si l’hôtel n’a pas ce système, supprimez le nœud.',
		},
		fullTables: {
			title: 'Les tables de données de n8n n’acceptent plus de lignes : elles sont sans doute pleines',
			why: 'Les réservations continuent, mais « 40 » n’enregistre plus de paiements dans OPERA et la première synchronisation de « 60 » s’arrête. Le journal ne reçoit plus de lignes : le tableau de bord et le résumé ignorent ce qui se passe désormais, et les données personnelles du journal ne peuvent pas être effacées. Les alertes partent toujours ; tant que les tables n’acceptent rien, 90 garde en mémoire ce qui a été signalé et les exécutions qui ont échoué',
			toDo: 'Autorisez davantage : réglez N8N_DATA_TABLES_MAX_SIZE_BYTES (pour toutes les tables ensemble ; si rien n’est réglé, n8n 2 autorise 209715200, soit 200 Mo, et les versions antérieures moins) et redémarrez n8n. Ou, dans n8n, ouvrez « Data tables » et supprimez des lignes dont personne n’a besoin, par exemple les plus anciennes de hotel_integration_log ; si la base de données de n8n est PostgreSQL, les lignes supprimées comptent jusqu’à un VACUUM FULL, alors qu’une table supprimée en entier ne compte plus. Gardez ensuite le journal moins de jours dans le formulaire de « 00 Hotel settings », qui supprime chaque nuit les lignes plus anciennes ; tant que les tables sont pleines, ce formulaire ne peut rien enregistrer. Si elles ne sont pas pleines, vérifiez que la base de données de n8n accepte des écritures.',
		},
		cutReads: {
			title: {
				log: 'Alertes : 1000 lignes du journal ou plus sont en erreur',
				failures: 'Alertes : 1000 exécutions ou plus ont échoué en 26 heures',
			},
			why: 'Seules les 1000 dernières sont lues. Personne ne peut donc dire si ce qui a été signalé des autres est terminé : tant qu’il y en a autant, aucune de ces alertes ne se termine, ni celles d’un système distant, même si tout est réparé',
			toDo: {
				log: 'Faites ce que disent les autres alertes, en commençant par celle qui touche le plus de réservations : le tableau de bord les nomme.',
				failures:
					'Ouvrez « Executions » dans n8n et cherchez le workflow qui échoue le plus souvent. Faites ce que dit son alerte, ou retirez-le de la publication (« Unpublish ») jusque-là.',
			},
		},
		unacknowledged: {
			title: (count, minutes) =>
				`Booking.com : ${count === 1 ? 'une réservation n’est pas confirmée' : `${count} réservations ne sont pas confirmées`} depuis ${minutes} minutes environ`,
			why: 'Après 30 minutes, Booking.com les envoie à l’hôtel par e-mail',
			toDo: 'Dans n8n, regardez si « 10 Booking.com to SelfKey » est publié et ce que disent ses dernières exécutions. n8n ne signale aucune erreur quand un déclencheur s’est arrêté : le publier à nouveau le relance.',
		},
	},
	ago: (amount) => `il y a ${amount}`,
	never: 'jamais',
	seconds: (count) => `${count} s`,
	minutes: (count) => `${count} min`,
	hours: (count) => `${count} h`,
	daysCount: (count) => `${count} j`,
};
