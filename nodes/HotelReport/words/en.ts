/** A stay as the alerts name it. */
interface Conflicted {
	bookingNumber: string;
	roomName: string;
	kind: string;
}

/** A line of the log, as far as it is quoted. */
interface Said {
	integration: string;
	reservationKey: string;
	payment: string;
	message: string;
	outcome: string;
}

export const en = {
	locale: 'en-GB',
	title: 'Hotel integrations',
	otherLanguage: 'Français',
	asOf: (time: string) => `As of ${time}`,
	labelled: (label: string | number, text: string | number) => `${label}: ${text}`,
	allWell: 'All is well.',
	toDo: (count: number) => (count === 1 ? '1 thing needs somebody.' : `${count} things need somebody.`),
	unknown: (source: string, why: string) => `${source} could not be asked: ${why}`,
	unknownShort: 'not known',
	sources: {
		log: 'The log',
		subscribers: 'SelfKey (deliveries)',
		frontDesk: 'SelfKey (arrivals)',
		setup: 'SelfKey (setup)',
		alerts: 'The table of the alerts',
	},
	cards: {
		integrations: 'Integrations',
		active: (count: number) => `${count} active in the last 24 hours`,
		runs: 'Syncs today',
		runsOn: (day: string) => `Syncs of the whole day before, ${day}`,
		reservations: (created: number, updated: number, cancelled: number) =>
			`${created} new, ${updated} changed, ${cancelled} cancelled`,
		errors: 'Open errors',
		errorsNote: 'not done yet',
		waiting: 'Waiting to be sent',
		waitingNote: 'reservations, to all destinations',
		conflicts: 'Stays without a room of their own',
		conflictsNote: 'now, in SelfKey',
		arrivals: 'Arrivals today',
		arrivalsNote: (count: number) => (count === 0 ? 'nothing is missing' : `${count} with something missing`),
		closure: 'From sale to closure',
		closureNote: (count: number, most: string, days: number) =>
			`half of ${count} times in ${days} days; 95 of 100 within ${most}`,
		noClosure: (days: number) => `no channel had to close anything in ${days} days`,
	},
	integrations: {
		title: 'Integrations',
		name: 'Integration',
		state: 'State',
		last: 'Last sync',
		today: 'Syncs today',
		errors: 'Open errors',
		waiting: 'Waiting',
		destination: (name: string) => `SelfKey’s changes for “${name}”`,
		none: 'Nothing has run yet. Publish a workflow, such as “10 Booking.com to SelfKey”.',
		states: { good: 'Working', warning: 'Late', bad: 'Needs somebody', quiet: 'Quiet' },
	},
	waiting: {
		title: 'What waits, for whom and why',
		none: 'Nothing waits.',
		justDue: (count: number, subscriber: string) => `${count} will be sent to ${subscriber} in a moment`,
		late: (count: number, subscriber: string, since: string) =>
			`${count === 1 ? '1 waits' : `${count} wait`} to be sent to ${subscriber}, since ${since}: see what the last runs of its workflow say.`,
		unfetched: (count: number, subscriber: string, asked: string) =>
			`${count === 1 ? '1 waits' : `${count} wait`} for ${subscriber}, and nobody fetches ${count === 1 ? 'it' : 'them'} (last request: ${asked}). In n8n, see whether its workflow is published.`,
		unnamed: (count: number, subscriber: string) =>
			`${count === 1 ? '1 more was' : `${count} more were`} handed back by ${subscriber}. SelfKey names those that wait longest.`,
		reservation: 'Reservation',
		destination: 'For',
		since: 'Since',
		attempts: 'Attempts',
		next: 'Next attempt',
		reason: 'Why',
		sendAgain: 'Send again',
		sent: 'It is being sent again. In a minute this page shows what became of it.',
		notSent: 'It could not be sent again. Reload this page, and press the button once more.',
	},
	attention: {
		title: 'What somebody has to look at',
		/** What the mail of the alert, or the message in the chat, was called. */
		alert: (title: string) => `${title}. The alert that was sent says what to do.`,
		/** `hotel`: `''` where there is one copy only. */
		copyOf90: (hotel: string) => `“90 Error alerts”${hotel === '' ? '' : ` of ${hotel}`}`,
		unwatched: {
			never: (copy: string) =>
				`Nobody watches: ${copy} has not checked anything yet. Publish it in n8n; until then no alert is sent. If it is published, import 91 and 92 again: earlier versions of them do not ask for its checks.`,
			stopped: (copy: string) =>
				`Nobody watches: ${copy} has checked nothing since. In n8n, see whether it is published and what its last runs say; until it checks again, no alert is sent. If an alert has said that n8n's data tables are full, it still watches, and only cannot note it.`,
			unsent: (copy: string) =>
				`No alert gets through: ${copy} could not send one, and has sent none since. Open its last failed run and do what its error says; what is still wrong is sent then. This ends with the next alert that is sent, or if you delete the row “watch:check” in the data table hotel_alerts.`,
		},
		/** Of the log. */
		decide: ({ integration, reservationKey, payment, message, outcome }: Said) =>
			`${integration}: ${reservationKey || payment} – ${message || outcome}`,
	},
	days: {
		title: (days: number) => `New reservations by channel, last ${days} days`,
		text: (total: number, days: number) => `${total} new reservation${total === 1 ? '' : 's'} in ${days} days`,
		day: 'Day',
		total: 'Total',
		none: 'No new reservations in these days.',
		conflicts: (count: number) => `For ${count} of them no room was free when they came.`,
		repeats: (count: number) =>
			count === 1
				? '1 repeated message changed nothing: it became no second booking.'
				: `${count} repeated messages changed nothing: none became a second booking.`,
	},
	conflicts: {
		title: 'Stays without a room of their own',
		none: 'None: every stay has a room of its own.',
		kinds: { no_room: 'Has no room', shared_room: 'Shares its room' } as Record<string, string>,
		todo: 'Give the booking a room in SelfKey, move another stay, or call the guest.',
		more: (count: number) => `and ${count} more in SelfKey`,
	},
	arrivals: {
		title: (day: string) => `Arrivals on ${day}`,
		none: 'Nobody arrives.',
		booking: 'Booking',
		room: 'Room',
		nights: 'Stay',
		missing: 'Still missing',
		complete: 'Nothing',
		noRoom: 'room',
		documents: 'identity documents',
		payment: (due: string) => `payment of ${due}`,
		virtualCard: (amount: string) => `virtual card to charge with ${amount}`,
	},
	errors: {
		title: 'Open errors',
		none: 'None.',
		when: 'When',
		what: 'What happened',
		run: 'Open the run',
		more: (count: number) => `and ${count} more in the table hotel_integration_log`,
	},
	setup: {
		title: 'Setup',
		check: 'What',
		state: 'State',
		says: 'How it is',
		states: { good: 'Right', warning: 'To be looked at', bad: 'Wrong', unknown: 'Not known' },
		checks: {
			...{ access: 'SelfKey and its API key', signing: 'Signature', clocks: 'Clocks', timeZone: 'Time zone' },
			...{ roomTypes: 'Room types', rooms: 'Rooms', changes: 'Changes of SelfKey', workflows: 'Error workflows' },
		} as Record<string, string>,
	},
	alerts: {
		over: (title: string) => `Over: ${title}`,
		isOver: (title: string, from: string, to: string) =>
			`${title}.\n\nThis is over. It lasted from ${from} to ${to}. There is nothing to do.`,
		givenUp: (title: string) => `Given up: ${title}`,
		isGivenUp: (title: string, from: string) =>
			`${title}.\n\nIt began on ${from}. SelfKey has now forgotten this subscriber, since it had not asked for too long (30 days where nothing else is set), and with it everything that waited: nothing of that is sent any more. If the workflow is to run again, publish it: it begins as a new subscriber does, and does not hear of what was cancelled meanwhile, so compare. If it was switched off for good, there is nothing to do.`,
		notSeen: (title: string) => `Not seen again: ${title}`,
		isNotSeen: (title: string, from: string, last: string) =>
			`${title}.\n\nIt began on ${from} and has not been reported again since ${last}. Nothing shows whether it is over: what runs seldom, or is checked once a day only, may last without a word. Look at what its last runs say.`,
		/** Of a fault that was told before. */
		withAdded: (title: string, count: number) => `${title} (${count} new)`,
		added: (list: string) => `New since the last message: ${list}`,
		since: (moment: string) => `Since: ${moment}`,
		reservations: (keys: string) => `Reservations: ${keys}`,
		toDo: (what: string) => `What to do: ${what}`,
		run: (address: string) => `The run in n8n: ${address}`,
		more: (count: number) => `and ${count} more`,
		/** What a system, or n8n, has said. */
		said: (text: string) => text,
		log: {
			title: (integration: string, count: number) =>
				`${integration}: ${count === 1 ? 'a reservation or payment' : `${count} reservations or payments`} not done`,
			attempts: (count: number) => `Attempts so far: ${count}`,
			booking: (key: string, number: string) => `${key} (booking ${number})`,
			nightsTitle: (integration: string, count: number) =>
				`${integration}: the nights of ${count === 1 ? 'a room type' : `${count} room types`} could not be told`,
			nights: (list: string) => `Nights at risk, which may be sold although no room is left: ${list}`,
			nightsOf: (room: string, from: string, to: string) => `${room} from ${from} to ${to}`,
			nightsToDo:
				"It is tried again by itself, every ten minutes at least. If it lasts, close the nights that are full in the channel's own extranet.",
			toDo: 'It is tried again by itself where its source offers it again. If the reason does not pass by itself, do what it says; on the dashboard, "Send again" tries at once.',
		},
		failed: {
			title: (workflow: string) => `Workflow "${workflow}" failed`,
			node: (name: string) => `At the node "${name}"`,
			/** `general`: `''` where the node's own advice says enough. */
			advised: (advice: string, general: string) => `${advice}.${general === '' ? '' : ` ${general}`}`,
			toDo: {
				credential:
					'Open the credential that the node uses, enter what the other side gave you, and press "Save": n8n tests it.',
				down: 'The other side does not answer. Nothing is lost: the workflow tries again by itself. If it lasts, ask whoever runs it.',
				other: 'Open the run and do what its error says. Nothing that was not acknowledged is lost.',
			},
		},
		silent: {
			title: (subscriber: string) => `Nobody fetches the changes for "${subscriber}" any more`,
			waiting: (count: number) => `${count === 1 ? '1 reservation waits' : `${count} reservations wait`} for it`,
			toDo: 'In n8n, open the workflow with the SelfKey Trigger of this subscriber and see whether it is published. n8n reports no error for a trigger that has stopped: publishing it again starts it.',
		},
		stopped: {
			title: (workflow: string) => `The trigger of "${workflow}" asks no more`,
			node: (name: string) => `It is the node "${name}"`,
			toDo: 'In n8n, see whether this workflow is published. n8n reports no error for a trigger that has stopped: publishing it again starts it. If it was switched off on purpose, there is nothing to do: this is told once.',
		},
		waiting: {
			title: (count: number, subscriber: string) =>
				`${count === 1 ? '1 reservation waits' : `${count} reservations wait`} for "${subscriber}"`,
			toDo: 'See on the dashboard why, and press "Send again" once the reason is gone.',
		},
		conflict: {
			no_room: ({ bookingNumber }: Conflicted) => `Booking ${bookingNumber} has no room`,
			shared_room: ({ bookingNumber, roomName }: Conflicted) =>
				`Booking ${bookingNumber} shares room ${roomName} with another`,
			other: ({ bookingNumber, kind }: Conflicted) => `Booking ${bookingNumber}: ${kind}`,
			stay: (key: string, checkIn: string, checkOut: string) => `${key}, from ${checkIn} to ${checkOut}`,
			toDo: 'Give the booking a room in SelfKey, move another stay, or call the guest. If the room type is not in the form of "00 Hotel settings", add it there.',
		},
		unmapped: {
			title: (type: string, count: number) =>
				`No room of SelfKey is listed for the room type ${type}: ${count === 1 ? 'a booking has' : `${count} bookings have`} no room`,
			toDo: 'Add the room type to the form of "00 Hotel settings", and give the bookings that came before a room in SelfKey.',
		},
		moreConflicts: {
			title: (count: number) =>
				count === 1 ? '1 more stay has no room of its own' : `${count} more stays have no room of their own`,
			toDo: 'They are too many to be named one by one. Look into SelfKey for the stays without a room of their own; it names the others once the first ones are settled.',
		},
		system: {
			title: {
				down: (system: string) => `${system} does not answer as it should`,
				slow: (system: string) => `${system} asks to be called less often`,
				credential: (system: string) => `${system} does not accept the credential`,
				forbidden: (system: string) => `${system} denies access`,
			},
			leadsTo: (titles: string) => `What it leads to: ${titles}`,
			nothingLost: 'Nothing is lost: what could not be done is tried again by itself.',
			toDo: {
				down: 'If it lasts, ask whoever runs that system.',
				slow: 'If it comes back, let the workflows poll less often.',
				credential:
					'Open the credential of that system in n8n, enter what the other side gave you, and press "Save": n8n tests it.',
				forbidden:
					'Check at the other side what the account may do, and in n8n which hotel the credential and the nodes name.',
			},
		},
		logConflict: {
			title: (integration: string, name: string) => `${integration}: a conflict about ${name}`,
			toDo: 'Decide which side is right, and do by hand what the message says: nothing else is tried. This is told once; the log keeps the line.',
		},
		unreadable: {
			title: (sources: string, count: number) =>
				`Alerts: nobody watches ${sources}, since ${count === 1 ? 'it' : 'they'} cannot be read`,
			sources: {
				...{ log: 'the log', recent: 'the log (conflicts)', failures: 'the failed runs' },
				...{ subscribers: 'SelfKey (deliveries)', frontDesk: 'SelfKey (arrivals)' },
				unacknowledged: 'what Booking.com still offers',
			},
			toDo: 'Open the last run of "90 Error alerts" and the node that has an error in it, and do what it says. Until then nothing of this kind is told. If the hotel has no such system, delete the node.',
		},
		fullTables: {
			title: "n8n's data tables take no more rows: they are probably full",
			why: 'Reservations go on, but "40" posts no payment to OPERA and the first synchronisation of "60" stops. The log gets no new lines, so the dashboard and the digest know nothing of what happens from now on, and personal data in the log cannot be cleared. Alerts are still sent; until the tables take rows again, 90 keeps in memory what was told and which runs failed',
			toDo: 'Allow more: set N8N_DATA_TABLES_MAX_SIZE_BYTES (for all tables together; where nothing is set, n8n 2 allows 209715200, which is 200 MB, and earlier versions less) and start n8n again. Or, in n8n, open "Data tables" and delete rows that nobody needs, such as the oldest of hotel_integration_log; where n8n\'s database is PostgreSQL, deleted rows count until somebody runs VACUUM FULL there, while a whole table that is deleted no longer counts. Then enter fewer days for the log in the form of "00 Hotel settings", which deletes older lines every night; while the tables are full, the form cannot save. If they are not full, see whether n8n\'s database can be written to.',
		},
		cutReads: {
			title: {
				log: 'Alerts: 1,000 lines of the log or more are in error',
				failures: 'Alerts: 1,000 runs or more have failed within 26 hours',
			},
			why: 'Only the latest 1,000 are read. So nobody can say whether what was told of the others is over: until there are fewer, no alert about them ends, nor one about a remote system, also where it is mended',
			toDo: {
				log: 'Do what the other alerts say, beginning with what hits most reservations: the dashboard names them.',
				failures:
					'Open "Executions" in n8n and look for the workflow that fails most often. Do what its alert says, or unpublish it until that is done.',
			},
		},
		unacknowledged: {
			title: (count: number, minutes: number) =>
				`Booking.com: ${count === 1 ? 'a reservation has' : `${count} reservations have`} not been acknowledged for about ${minutes} minutes`,
			why: 'After 30 minutes Booking.com sends them to the hotel by e-mail instead',
			toDo: 'In n8n, see whether "10 Booking.com to SelfKey" is published and what its last runs say. n8n reports no error for a trigger that has stopped: publishing it again starts it.',
		},
	},
	ago: (amount: string) => `${amount} ago`,
	never: 'never',
	seconds: (count: number) => `${count} s`,
	minutes: (count: number) => `${count} min`,
	hours: (count: number) => `${count} h`,
	daysCount: (count: number) => `${count} d`,
};

export type Words = typeof en;
