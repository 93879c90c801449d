/** A template's form, opened and filled in as a person does it. */
import type { Hotel } from '../hotel';
import type { N8nHost } from '../n8n/host';
import { hostOf } from '../airbnb';
import { calendarListings } from '../ical';
import { operaRoomTypesOf } from '../opera';
import { roomMapOf } from '../selfkey';
import { deskLogin, type Secrets } from './credentials';

type Login = Pick<Secrets, 'deskPassword'>;

/** n8n may close a kept-alive connection just as the next request is sent on it. */
const FRESH = { connection: 'close' };

/** What a person types into the form of `00-hotel-settings`. */
export interface SettingsForm {
	propertyIds: string;
	roomMap: string;
	timeZone: string;
	registrationRetentionMonths: string;
	buffer: string;
	allotments: string;
	overbooking: string;
	overbookingCap: string;
	rates: string;
	alertAddress: string;
	/** Of the alerts: `English` or `Français`. */
	language: string;
	keepLogDays: string;
}

/** The beginnings of the labels. */
const LABELS: ReadonlyArray<[label: string, field: keyof SettingsForm]> = [
	['Booking.com property IDs', 'propertyIds'],
	['Rooms: one line', 'roomMap'],
	['Other room types', 'roomMap'],
	['Time zone', 'timeZone'],
	['Months to keep registration', 'registrationRetentionMonths'],
	['Rooms of each type that no channel', 'buffer'],
	['Most rooms for a channel', 'allotments'],
	['Nights to overbook', 'overbooking'],
	['Most rooms to overbook', 'overbookingCap'],
	['Prices for 54', 'rates'],
	['Whom to alert', 'alertAddress'],
	['Language of the alerts', 'language'],
	['Days to keep', 'keepLogDays'],
];

/** Who types all room types ticks none. @returns the page that says whether it was saved */
export async function submitSettings(
	n8n: N8nHost,
	workflowId: string,
	typed: SettingsForm,
	login: Login,
): Promise<string> {
	const fields = (page: string) =>
		fieldsOf(page).map(({ place, label, isTicked }) => {
			const [, field] = LABELS.find(([begin]) => label.startsWith(begin)) ?? [];
			return [place, isTicked || field === undefined ? '[]' : typed[field]] as [string, string];
		});
	const { address, answer } = await fillInForm(n8n, workflowId, fields, { headers: deskLogin(login) });
	const [next] = fieldsOf(answer);
	if (next?.label !== 'What now?') return answer;
	const form = new FormData();
	form.set(next.place, '["I am done"]');
	await fetch(address, { method: 'POST', body: form, headers: FRESH });
	await nextPage(n8n, address, answer);
	await fetch(address, { method: 'POST', headers: FRESH });
	return answer;
}

interface PageField {
	/** As n8n names it: by its position. */
	place: string;
	label: string;
	/** Boxes or a choice, which n8n wants as a list in JSON. */
	isTicked: boolean;
}

function fieldsOf(page: string): PageField[] {
	const fields = page.matchAll(
		/<label class='form-label[^']*'(?: for='(field-\d+)')?>([^<]*)<\/label>(?:\s*<div\s+class='multiselect[^']*'\s+id='(field-\d+)')?/g,
	);
	return [...fields].flatMap(([, place = '', label = '', boxes = '']) =>
		place + boxes === '' ? [] : [{ place: place || boxes, label: label.trim(), isTicked: boxes !== '' }],
	);
}

/** How a form is opened that has a login or fields on its first page. */
interface Opening {
	headers?: Record<string, string>;
	typed?: readonly string[];
	/** Leaves it with the page that follows, whatever that asks for. */
	onlyFirstPage?: boolean;
}

/**
 * Opens the form and fills in the given values, in the order of its fields or by their names on the page.
 * @returns the page with the fields, and the last page; twice the same where the form shows no fields; and its address
 * @throws Error if n8n has no such form
 */
export async function fillInForm(
	n8n: N8nHost,
	workflowId: string,
	typed: readonly string[] | ((page: string) => Array<[place: string, value: string]>),
	{ headers = {}, typed: typedFirst = [], onlyFirstPage = false }: Opening = {},
): Promise<{ shown: string; answer: string; address: string }> {
	const first = new FormData();
	for (const [at, value] of typedFirst.entries()) first.set(`field-${at}`, value);
	const trigger = (await n8n.api.workflow(workflowId)).nodes.find((node) => node.type.endsWith('.formTrigger'));
	const opened = await fetch(`${n8n.url}/form/${trigger?.webhookId ?? ''}`, {
		method: 'POST',
		body: first,
		headers: { ...FRESH, ...headers },
	});
	if (!opened.ok) throw new Error(`The form answered ${opened.status}`);
	const { formWaitingUrl } = (await opened.json()) as { formWaitingUrl: string };
	const shown = await nextPage(n8n, formWaitingUrl);
	if (onlyFirstPage || !hasFields(shown)) return { shown, answer: shown, address: formWaitingUrl };
	const form = new FormData();
	// n8n names the fields of a form by their position.
	const values =
		typeof typed === 'function' ? typed(shown) : typed.map((value, at): [string, string] => [`field-${at}`, value]);
	for (const [place, value] of values) form.set(place, value);
	for (const [name, value] of hiddenFields(shown)) form.set(name, value);
	await fetch(formWaitingUrl, { method: 'POST', body: form, headers: FRESH });
	const answer = await nextPage(n8n, formWaitingUrl, shown);
	// The browser reports that the last page was shown; a page that asks again waits for its fields.
	if (!hasFields(answer)) await fetch(formWaitingUrl, { method: 'POST', headers: FRESH });
	return { shown, answer, address: formWaitingUrl };
}

/** As the page in the browser does: asks for the status, then shows the next page. */
async function nextPage(n8n: N8nHost, address: string, last = ''): Promise<string> {
	const status = new URL(address);
	status.pathname += '/n8n-execution-status';
	let page = last;
	const isThere = async () => {
		if ((await (await fetch(status, { headers: FRESH })).text()).trim() !== 'form-waiting') return false;
		page = await (await fetch(address, { headers: FRESH })).text();
		// For a moment n8n still shows the page that was just sent.
		return titleOf(page) !== titleOf(last);
	};
	await n8n.waitFor(isThere, { what: 'the next page of the form' });
	return page;
}

function titleOf(page: string): string {
	return /<title>([^<]*)</.exec(page)?.[1] ?? '';
}

function hasFields(page: string): boolean {
	return /(?:name|id)=['"]field-0/.test(page);
}

function hiddenFields(page: string): Array<[string, string]> {
	return [...page.matchAll(/<input[^>]*type="hidden"[^>]*>/g)].flatMap(([input]) => {
		const name = /name="(field-\d+)"/.exec(input)?.[1];
		return name ? [[name, /value="([^"]*)"/.exec(input)?.[1] ?? ''] as [string, string]] : [];
	});
}

/**
 * The rooms for each room type, by Booking.com's number of the type, by the name that the hotel's own system uses, by
 * the number of Airbnb's listing, and by OPERA's code.
 */
export function roomLinesOf(hotel: Hotel): string {
	const byId = roomMapOf(hotel);
	const byListing = Object.fromEntries(
		hostOf(hotel).listings.map(({ id, roomTypeId }) => [`airbnb/${id}`, byId[roomTypeId] ?? []]),
	);
	const byCalendar = Object.fromEntries(
		calendarListings(hotel).map(({ listingId, roomName }) => [`airbnb/${listingId}`, [roomName]]),
	);
	const byName = Object.fromEntries(hotel.roomTypes.map(({ id, name }) => [name, byId[id] ?? []]));
	const byCode = Object.fromEntries(
		operaRoomTypesOf(hotel).map(({ code, channelId }) => [`opera/${code}`, byId[channelId] ?? []]),
	);
	return Object.entries({ ...byId, ...byName, ...byListing, ...byCalendar, ...byCode })
		.map(([type, rooms]) => `${type} = ${rooms.join(', ')}`)
		.join('\n');
}

/** What a person types for a hotel with all its rooms. */
export function settingsFormOf(hotel: Hotel): SettingsForm {
	return {
		propertyIds: hotel.propertyId,
		roomMap: roomLinesOf(hotel),
		timeZone: hotel.timeZone,
		registrationRetentionMonths: '12',
		buffer: '',
		allotments: '',
		overbooking: '',
		overbookingCap: '',
		rates: '',
		alertAddress: 'desk@hotel-paradise.example',
		language: 'English',
		keepLogDays: '90',
	};
}

/** Fills in the form for a hotel with all its rooms. @throws Error with what the form objected to */
export async function fillInSettings(n8n: N8nHost, workflowId: string, hotel: Hotel, login: Login): Promise<void> {
	const page = await submitSettings(n8n, workflowId, settingsFormOf(hotel), login);
	if (!textOf(page).includes('Saved'))
		throw new Error(`The settings of ${hotel.name} were not accepted: ${textOf(page).slice(0, 500)}`);
}

/** What a person reads on a page. */
export function textOf(page: string): string {
	return page.replace(/<(style|script)[\s\S]*?<\/\1>|<[^>]*>/g, ' ').replace(/\s+/g, ' ');
}
