import type { SpokenReason } from './reason';

const stays = (count: number) => `${count} ${count === 1 ? 'stay' : 'stays'}`;
const CHOOSE_ERRORS = 'under ⋯ → Settings → Error Workflow, choose "90 Error alerts"';

const chooseZone = (hotel: string) =>
	`what is planned for the night or the morning comes at another hour. Choose ${hotel} under ⋯ → Settings → Timezone of each workflow, or start n8n with GENERIC_TIMEZONE=${hotel}.`;

export const en = {
	more: (count: number) => `and ${count} more`,
	/** Of an error: what happened and what to do. */
	reason: {
		said: ({ message, advice }: SpokenReason) => `${message}. ${advice}`,
		/** What is wrong with the credential itself. */
		credential: (message: string) => message,
		unexpected: 'An unexpected fault in the node',
	},
	setup: {
		access: {
			good: (hotel: string) => `SelfKey answers and takes the API key for ${hotel}.`,
			noKey: 'The SelfKey credential has no API key: bookings and establishments cannot be read.',
			refused: 'SelfKey does not accept the API key. Copy it again from SelfKey into the SelfKey credential.',
			unknownHotel: 'The hotel is not known, or the address is not SelfKey’s. ',
		},
		signing: {
			whose: (integration: string, hotel: string) => `integration "${integration}" of ${hotel}`,
			good: (whose: string) => `SelfKey accepts the signature of ${whose}.`,
			refused: ({ message, advice }: SpokenReason, whose: string) => `${message} of ${whose}. ${advice}`,
			notAsked: 'Whether SelfKey accepts the signature could not be asked.',
		},
		clocks: {
			good: (seconds: number) => `The clocks of n8n and of SelfKey are ${seconds} seconds apart.`,
			/** @param seconds by which SelfKey's clock is ahead of n8n's */
			apart: (seconds: number) =>
				`The clocks of n8n and of SelfKey are ${Math.abs(seconds)} seconds apart: n8n's is ${seconds > 0 ? 'behind' : 'ahead'}. Set the clocks of both servers by NTP.`,
		},
		timeZone: {
			unknown: (own: string) => `This workflow runs by ${own}; SelfKey did not say where the hotel is.`,
			good: (zone: string) => `The hotel and its workflows are in ${zone}.`,
			alone: (hotel: string) =>
				`This workflow runs by ${hotel}, as the hotel. n8n does not tell it about the others: choose ${hotel} under ⋯ → Settings → Timezone of each. With an n8n API key it is checked here: see "00 Hotel settings".`,
			unsure: (hotel: string, workflows: string, count: number) =>
				`n8n does not say by which time zone ${workflows} ${count === 1 ? 'runs' : 'run'}, which ${count === 1 ? 'chooses' : 'choose'} none while this one does: choose ${hotel} under ⋯ → Settings → Timezone of each.`,
			own: (hotel: string, own: string) =>
				`The hotel is in ${hotel}. This workflow runs by ${own}: ${chooseZone(hotel)}`,
			others: (hotel: string, workflows: string, count: number) =>
				`The hotel is in ${hotel}. ${workflows} ${count === 1 ? 'runs' : 'run'} by another time zone: ${chooseZone(hotel)}`,
		},
		roomTypes: {
			good: 'Every room type that guests have booked has rooms.',
			unserved: (types: string) =>
				`Guests have booked room types that no room serves: ${types}. Name their rooms in the form of "00 Hotel settings".`,
			/** Room types of senders that are neither a channel of ours nor known by a booking. */
			strangers: (senders: string) =>
				`The settings name room types of senders that no coming stay is from: ${senders}. If one of them is mistyped, correct it in the form of "00 Hotel settings".`,
			booked: (roomType: string, name: string, count: number) =>
				`${roomType}${name ? ` "${name}"` : ''} (${stays(count)})`,
		},
		rooms: {
			none: 'SelfKey has no active room of this hotel, so no reservation can get one. Create its rooms in SelfKey, or make them active, then open the form of "00 Hotel settings".',
			good: (count: number) =>
				count === 1 ? 'The only room serves a room type.' : `All ${count} rooms serve a room type.`,
			unknown: (rooms: string) => `The settings name rooms that SelfKey does not have, or not active: ${rooms}.`,
			idle: (rooms: string) =>
				`No room type is served by: ${rooms}. If they are to be sold on a channel, add them to a room type in the form of "00 Hotel settings".`,
		},
		changes: {
			none: 'No workflow has asked SelfKey for changes yet. Publish those of your destinations, such as "30 SelfKey to Opera" and "50 Availability push".',
			good: (names: string) => `SelfKey's changes are fetched for ${names}.`,
			called: 'SelfKey calls n8n as soon as something changes.',
			uncalled:
				'But SelfKey has not reached n8n with its last call, so changes wait for the next poll, a minute at most: see whether the workflows are published, and whether SelfKey can reach n8n at the Production URL of their trigger.',
			silent: (names: string) =>
				`Nobody fetches SelfKey's changes any more for ${names}: see whether its workflow is published.`,
		},
		workflows: {
			name: (name: string) => `"${name}"`,
			good: 'Every workflow names an error workflow that is published.',
			off: (handlers: string, count: number, workflows: string) =>
				`${handlers} ${count === 1 ? 'is' : 'are'} not published, so nobody hears of failed runs of ${workflows}, and no alert is sent: open ${count === 1 ? 'it' : 'them'} and press "Publish".`,
			missing: (workflows: string) => `Nobody hears of failed runs of ${workflows}: ${CHOOSE_ERRORS}.`,
			ownHas: 'This workflow names an error workflow. ',
			ownHasNone: 'This workflow names no error workflow. ',
			others: `n8n does not tell this one about the others, and an import in the editor leaves the choice open: look at each workflow, and ${CHOOSE_ERRORS}. With an n8n API key it is checked here: see "00 Hotel settings".`,
		},
	},
	mistakes: {
		nothingSaved: 'Nothing is saved yet',
		correct: 'Please correct:',
		changed:
			'The settings have been changed since this form was opened. Open it again: it then shows what is saved now',
		noRooms:
			'No rooms are listed; tick the rooms of a room type, or write a line for each, such as 1296364403 = 101, 102',
		/** Where it is wrong; `0`: in no line of its own. */
		inLine: (line: number, mistake: string) => (line > 0 ? `Line ${line}: ${mistake}` : mistake),
		notALine: (line: number, text: string) => `Line ${line} is not of the form "room type = room, room": ${text}`,
		notAList: (roomType: string) => `The room map must give "${roomType}" a list of room names, such as ["101", "102"]`,
		namedTwice: (roomType: string) => `The room map names "${roomType}" twice; write all its rooms in one list`,
		notJson:
			'The room map begins like JSON but is not valid JSON; correct it, or write one line for each room type, such as 1296364403 = 101, 102',
		twice: (roomType: string, before: number) =>
			`${roomType} stands on line ${before} already; write all its rooms on one line`,
		ticked: (roomType: string) => `the rooms for ${roomType} are ticked above already; tick all of them there`,
		tickedTwice: (one: string, other: string) =>
			`${one} and ${other} are the same room type; tick its rooms for one of them, and none for the other`,
		roomTypes: {
			/** Names nothing, or a channel alone. */
			form: (typed: string) =>
				`write the channel, a slash and the room type, such as airbnb/48211377, or the number alone for Booking.com: ${typed}`,
			noChannel: (channel: string, known: string) =>
				`no reservation comes from "${channel}"; write one of ${known}, or the name of the system that sends the reservations`,
			write: (meant: string, typed: string) => `write ${meant} instead of ${typed}`,
		},
		noneInSelfKey:
			'SelfKey has no active room of this hotel; create its rooms in SelfKey, or make them active, then open this form again',
		unknownRoom: (room: string) => `SelfKey has no active room called ${room}`,
		propertyId: (id: string) => `Booking.com property IDs have digits only: ${id}`,
		propertyOfChannel: (text: string) =>
			`Write a channel and its ID of the hotel, such as airbnb/987654 or opera/PARADISE: ${text}`,
		listingForHost: (text: string) =>
			`${text} is a listing, and the hotel's number at Airbnb is the host's: write the "Host ID" of the Airbnb credential, or, with calendars alone, the "Property ID" of the calendars' credential, where the host's number belongs too`,
		timeZone: (typed: string) => `This is not a time zone (write it like Europe/Zurich): ${typed || 'nothing'}`,
		months: (max: number, typed: string) =>
			`Months to keep registration data after the departure: whole months are needed, from 0 to ${max}: ${typed}`,
		alertAddress:
			'Whom to alert: write an e-mail address, such as reception@example.com, or the address of a chat, which begins with https://; empty: nobody is alerted',
		logDays: (max: number, typed: string) => `Days to keep the log: whole days are needed, from 1 to ${max}: ${typed}`,
		/** @param line `0`: in no line of its own */
		inField: (field: string, line: number, mistake: string) =>
			line > 0 ? `${field}, line ${line}: ${mistake}` : `${field}: ${mistake}`,
		noDate: (typed: string) => `there is no date ${typed}; write dates like 2026-07-01`,
		notAfter: (start: string, end: string) =>
			`${end} is not after ${start}; the second date is the day after the last night`,
		sale: {
			buffer: 'Rooms of each type that no channel sells',
			allotments: 'Most rooms for a channel',
			overbooking: 'Nights to overbook',
			overbookingCap: 'Most rooms to overbook in a night',
			allotmentForm: (typed: string) =>
				`write it like airbnb = 2, or airbnb/48211377 = 1 for one listing or room type: ${typed}`,
			noChannel: (channel: string, known: string) =>
				`"${channel}" is no channel that is told of rooms; write one of ${known}`,
			repeated: (name: string) => `${name} stands on two lines; leave one of them`,
			allowanceForm: (typed: string) =>
				`write it like 2026-07-01 until 2026-08-01 = 1, the second date being the day after the last night: ${typed}`,
			notRooms: (typed: string, max: number) =>
				`a whole number of rooms from 0 to ${max} is needed: ${typed || 'nothing'}`,
		},
		rates: {
			field: 'Prices for 54 Rates',
			noRooms: (roomType: string) => `no rooms are named for ${roomType}; name them above, or correct the number`,
			form: (typed: string) =>
				`write it like 1296364403 rate 49111777 = +10 %, single use -20 %, or airbnb/48211377 from 2026-07-01 until 2026-09-01 = +25 %: ${typed}`,
			notPercent: (typed: string, least: number, most: number) =>
				`a per cent is a number from ${least} to ${most}, with two decimals at most: ${typed}`,
			noChannel: (roomType: string) =>
				`${roomType} is of no channel that is told prices; write Booking.com's number of the room type, or airbnb/ and the number of the listing`,
			noPlan: (roomType: string) =>
				`a price at Booking.com belongs to a rate plan; write ${roomType} rate, then the number of the plan`,
			planAt: (channel: string, ratePlanId: string) => `${channel} has no rate plans; leave out "rate ${ratePlanId}"`,
			singleUseAt: (channel: string) => `${channel} knows no price for one guest alone; leave out "single use"`,
		},
	},
	/** What channels and OPERA offer, above the form. */
	found: {
		sources: { bookingCom: 'Booking.com', airbnb: 'Airbnb', calendars: 'Calendars (iCal)', opera: 'OPERA' },
		offers: (what: string, count: number) =>
			`${what}: connected, ${count === 1 ? '1 room type or listing' : `${count} room types or listings`} found.`,
		tooMany: (what: string, count: number) =>
			`${what}: connected, ${count} found. All that is found does not fit on one page, so only what is saved or booked is listed; type in the others, a line for each.`,
		/** The node has found nothing, or is switched off behind one that has found nothing. */
		nothing: (what: string, node: string) =>
			`${what}: nothing found. If it is not connected yet, choose its credential in the node "${node}" and activate that node.`,
		notConnected: (what: string, node: string) =>
			`${what}: not connected. To have its room types listed here, choose its credential in the node "${node}" and activate that node.`,
		unread: (what: string, error: string) =>
			`${what}: could not be read, so only what is saved or booked is listed. ${error}`,
	},
	form: {
		title: (hotel: string) => `Hotel settings of ${hotel}`,
		rooms: (rooms: string) => `SelfKey's rooms: ${rooms}`,
		noRooms:
			'SelfKey has no active room of this hotel. Create its rooms in SelfKey, or make them active, then open this form again.',
		save: 'Check and save',
		notSaved: 'Not saved yet',
		propertyIds:
			'Booking.com property IDs, and those of others such as airbnb/987654 (host) or opera/PARADISE (hotel); airbnb/ alone removes those of Airbnb',
		roomsFor: (roomType: string, name: string, count: number) =>
			`Rooms for ${roomType}${name ? ` "${name}"` : ''}${count === 0 ? '' : `, ${stays(count)}`}`,
		allRooms: "Rooms: one line for each room type. The numbers of Booking.com's types are in its extranet",
		otherRooms:
			'Other room types: one line for each. Those of Booking.com stand above once its node lists them or a guest has booked them; otherwise, take their numbers from its extranet',
		timeZone: 'Time zone',
		months: 'Months to keep registration data after the departure: as the law demands, 0 if none does',
		monthsEmpty: 'empty: guests of past stays cannot be erased',
		buffer: 'Rooms of each type that no channel sells',
		allotments: 'Most rooms for a channel: one line for each channel, or room type of a channel',
		overbooking: 'Nights to overbook: the first night, the day after the last, and rooms of each type',
		overbookingCap: 'Most rooms to overbook in a night, whatever stands above',
		rates: "Prices for 54 Rates: per cent on SelfKey's price, one line for each rate plan, listing or season",
		plan: (ratePlan: string, name: string) => `${ratePlan} "${name}"`,
		/** Behind the label of the prices. */
		knownPlans: (plans: string) => ` (rate plans known so far: ${plans})`,
		alertAddress: 'Whom to alert: an e-mail address, or the https address of a chat',
		alertExample: 'reception@example.com, or https://hooks.slack.com/…',
		language: 'Language of the alerts and of the daily digest',
		keepLogDays: 'Days to keep the log',
		saved: 'Saved',
		savedText: (hotel: string) =>
			`The settings of ${hotel} are saved. Now publish "10 Booking.com to SelfKey" and the workflows of your other channels.`,
		next: 'What now?',
		isDone: 'I am done',
		change: 'Change something else',
		undo: 'Undo: as it was when I opened the form',
		goOn: 'Go on',
		undone: 'Undone',
		undoneText: (hotel: string) =>
			`The settings of ${hotel} are again as they were when the form was opened. Whom to alert, the language and the age of the log stay as you typed them.`,
		notUndone: 'Not undone',
		done: 'Done',
		doneText: 'You can close this page. Open the form again whenever something changes.',
	},
};

export type Words = typeof en;
