/** The form of `00-hotel-settings`, filled in as a person does it. */
import type { Hotel } from '../hotel';
import type { N8nHost } from '../n8n/host';
import { roomMapOf } from '../selfkey';

/** n8n may close a kept-alive connection just as the next request is sent on it. */
const FRESH = { connection: 'close' };

/**
 * Fills in the form with the given values.
 * @returns the last page of the form
 * @throws Error where n8n has no such form
 */
export async function submitSettings(
	n8n: N8nHost,
	workflowId: string,
	fields: Record<string, string>,
): Promise<string> {
	const trigger = (await n8n.api.workflow(workflowId)).nodes.find((node) => node.type.endsWith('.formTrigger'));
	const address = `${n8n.url}/form/${trigger?.webhookId ?? ''}`;
	const form = new FormData();
	// n8n names the fields of a form by their position.
	for (const [place, value] of Object.values(fields).entries()) form.set(`field-${place}`, value);
	const answer = await fetch(address, { method: 'POST', body: form, headers: FRESH });
	if (!answer.ok) throw new Error(`The form of the hotel's settings answered ${answer.status}`);
	const { formWaitingUrl } = (await answer.json()) as { formWaitingUrl: string };
	// As the page in the browser does: ask for the status, show the last page, and report that it was shown.
	const status = new URL(formWaitingUrl);
	status.pathname += '/n8n-execution-status';
	await n8n.waitFor(async () => (await (await fetch(status, { headers: FRESH })).text()).trim() === 'form-waiting', {
		what: 'the form to be answered',
	});
	const page = await (await fetch(formWaitingUrl, { headers: FRESH })).text();
	// A page that asks again waits for its fields.
	if (!page.includes('name="field-0"')) await fetch(formWaitingUrl, { method: 'POST', headers: FRESH });
	return page;
}

/** The rooms for each room type, by the channel's number of the type and by the name that the hotel's own system uses. */
export function roomLinesOf(hotel: Hotel): string {
	const byId = roomMapOf(hotel);
	const byName = Object.fromEntries(hotel.roomTypes.map(({ id, name }) => [name, byId[id] ?? []]));
	return Object.entries({ ...byId, ...byName })
		.map(([type, rooms]) => `${type} = ${rooms.join(', ')}`)
		.join('\n');
}

/** Fills in the form for a hotel with all its rooms. @throws Error with what the form objected to */
export async function fillInSettings(n8n: N8nHost, workflowId: string, hotel: Hotel): Promise<void> {
	const page = await submitSettings(n8n, workflowId, {
		hotelSlug: hotel.slug,
		propertyIds: hotel.propertyId,
		roomMap: roomLinesOf(hotel),
		timeZone: hotel.timeZone,
		alertAddress: 'desk@hotel-paradise.example',
	});
	if (page.includes('Not saved'))
		throw new Error(`The settings of ${hotel.name} were not accepted: ${page.replace(/<[^>]*>/g, ' ').slice(0, 500)}`);
}
