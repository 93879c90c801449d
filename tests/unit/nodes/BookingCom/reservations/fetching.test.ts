/** What one answer, or one queue, does to the rest of a poll. */
import { fetchBxml } from '../../../../../nodes/BookingCom/reservations/bxml/fetch-bxml';
import { fetchQueues, type FetchOptions } from '../../../../../nodes/BookingCom/reservations/fetch-queues';
import type { RequestContext } from '../../../../../nodes/shared/request/request';
import { bxmlDocument } from '../../../../support/bxml-message';
import { messageXml, onlyId, room } from '../../../../support/ota-message';

interface Answer {
	status?: number;
	type?: string;
	body?: string | Buffer;
	fails?: string;
}

/** n8n's side of the requests, which are answered by `answer`. */
function contextWith(answer: (path: string, calls: number) => Answer): RequestContext & { calls: string[] } {
	const calls: string[] = [];
	const httpRequestWithAuthentication = async (_: string, { url }: { url: string }) => {
		calls.push(url.replace('https://example.com', ''));
		const { status = 200, type = 'application/xml', body = '', fails } = answer(url, calls.length);
		if (fails) throw Object.assign(new Error(fails), { code: fails });
		if (status === 401) throw Object.assign(new Error('401'), { httpCode: '401' });
		return { statusCode: status, headers: { 'content-type': type }, body: Buffer.from(body) };
	};
	return {
		calls,
		getCredentials: async () => ({ baseUrl: 'https://example.com' }),
		helpers: { httpRequestWithAuthentication },
	} as unknown as RequestContext & { calls: string[] };
}

const empty = (queue: 'new' | 'modified') =>
	messageXml({ queue }).replace(/<HotelRes(ervation|Modify) [\s\S]*<\/HotelRes(ervation|Modify)>/, '');
const fetch = async (context: RequestContext, options: Partial<FetchOptions> = {}) =>
	await fetchQueues(context, ['new', 'modified'], { propertyIds: [], ...options }, () => new Date(0));
const isModify = (path: string) => path.includes('ModifyNotif');

describe('a queue', () => {
	it.each<[string, Answer]>([
		['answers 500', { status: 500, body: 'down' }],
		['cannot be reached', { fails: 'ECONNREFUSED' }],
		['is cut off', { body: messageXml().slice(0, 300) }],
		['answers with a page', { body: '<html><body>Log in</body></html>', type: 'text/html' }],
	])('that %s does not hold back the other', async (_, broken) => {
		for (const isBroken of [isModify, (path: string) => !isModify(path)]) {
			const context = contextWith((path) =>
				isBroken(path) ? broken : { body: messageXml({ queue: isModify(path) ? 'modified' : 'new' }) },
			);
			const { items, unusable } = await fetch(context);
			expect(items.map(({ reservationId }) => reservationId)).toEqual(['4705950059']);
			expect(unusable).toEqual([expect.objectContaining({ name: 'ApiError' })]);
			expect(context.calls).toHaveLength(2);
		}
	});

	it('that cannot be read is an error where the other is empty, and both are asked', async () => {
		const context = contextWith((path) => (isModify(path) ? { body: empty('modified') } : { status: 500 }));
		await expect(fetch(context)).rejects.toMatchObject({ kind: 'server' });
		expect(context.calls).toHaveLength(2);
	});

	it('is not asked with a credential that the other has refused', async () => {
		const context = contextWith(() => ({ status: 401 }));
		await expect(fetch(context)).rejects.toMatchObject({ kind: 'unauthorized' });
		expect(context.calls).toHaveLength(1);
	});

	it('is read in the encoding that its header or its declaration says', async () => {
		const global = '<Comments><Comment><Text>Zoë für 2 €</Text></Comment></Comments>';
		const utf8 = messageXml({ global });
		const said = (encoding: string) => utf8.replace('encoding="UTF-8"', `encoding="${encoding}"`);
		const windows = Buffer.from(said('windows-1252').replace('€', '\u0080'), 'latin1');
		for (const answer of [
			{ body: utf8 },
			{ body: `\uFEFF${utf8}` },
			{ body: windows },
			{ body: windows, type: 'text/xml; charset=windows-1252' },
			{ body: Buffer.from(`\uFEFF${said('UTF-16')}`, 'utf16le') },
			{ body: Buffer.from(`\uFEFF${said('UTF-16')}`, 'utf16le').swap16() },
		]) {
			const { items } = await fetch(contextWith((path) => (isModify(path) ? { body: empty('modified') } : answer)));
			expect(items[0]).toMatchObject({ remarks: ['Zoë für 2 €'], warnings: [] });
		}
	});

	it('with a byte that cannot be read comes with a warning', async () => {
		const body = Buffer.from(messageXml({ global: '<Comments><Comment><Text>Zo# here</Text></Comment></Comments>' }));
		body[body.indexOf('#')] = 0xeb;
		const { items } = await fetch(contextWith((path) => (isModify(path) ? { body: empty('modified') } : { body })));
		expect(items[0]).toMatchObject({
			remarks: ['Zo\uFFFD here'],
			warnings: [expect.stringContaining('could not be read')],
		});
	});

	it('tells the number of a message that is damaged, beside the others', async () => {
		const whole = messageXml({ rooms: room() });
		const message = whole.slice(whole.indexOf('<HotelReservation '), whole.indexOf('</HotelReservations>'));
		const damaged = message
			.replace('</RoomStays>', '</RoomStay>')
			.replace(onlyId, onlyId.replace('4705950059', '1002'));
		const body = whole.replace(message, `${damaged}${message}`);
		const { items, unusable } = await fetch(
			contextWith((path) => (isModify(path) ? { body: empty('modified') } : { body })),
		);
		expect(items).toHaveLength(1);
		expect(unusable.map(({ message: words }) => words)).toEqual([
			expect.stringMatching(/^The message about reservation 1002 is damaged/),
		]);
	});

	it('does not wait for a message whose hotel cannot be asked for', async () => {
		const modified = messageXml({ queue: 'modified' });
		const message = modified.slice(modified.indexOf('<HotelResModify '), modified.indexOf('</HotelResModifies>'));
		const nameless = message.replace(/<RoomStays>[\s\S]*<\/RoomStays>/, '').replace('4705950059', '1002');
		const body = modified.replace(message, `${nameless}${nameless.replace('1002', '1003')}${message}`);
		const context = contextWith((path, calls) =>
			calls > 2 ? { status: 503 } : { body: isModify(path) ? body : empty('new') },
		);
		const { items, unusable } = await fetch(context);
		expect(items.map(({ reservationId }) => reservationId)).toEqual(['4705950059']);
		expect(unusable).toHaveLength(1);
		expect(context.calls).toHaveLength(3);
	});
});

describe('B.XML, where reading empties the queue', () => {
	it('loses nothing but what is damaged, and tells that of an earlier hotel although a later one fails', async () => {
		const body = bxmlDocument('<customer><remarks>Smith & Sons \u000b</remarks></customer>');
		const damaged = body.replace('<reservations>', '<reservations><reservation><id>1002</id><x></reservation>');
		const context = contextWith((_, calls) => (calls === 1 ? { body: damaged } : { status: 500 }));
		const { items, unusable } = await fetchBxml(context, { propertyIds: ['1', '2'] }, () => new Date(0));
		expect(items).toHaveLength(1);
		expect(items[0]?.remarks[0]).toMatch(/^Smith & Sons/);
		expect(unusable.map(({ message }) => message)).toEqual([
			expect.stringMatching(/Booking\.com/),
			expect.stringMatching(/reservation 1002 is damaged/),
		]);

		const only = contextWith((_, calls) =>
			calls === 1
				? { body: '<reservations><reservation><id>1002</id><x></reservation></reservations>' }
				: { status: 500 },
		);
		expect((await fetchBxml(only, { propertyIds: ['1', '2'] }, () => new Date(0))).unusable).toHaveLength(2);
	});

	it.each<[string, Answer]>([
		['answers 403', { status: 403 }],
		['answers 500', { status: 500, body: 'down' }],
		['cannot be reached', { fails: 'ECONNREFUSED' }],
		['is cut off', { body: bxmlDocument('').slice(0, 60) }],
		['answers with a page', { body: '<html><body>Log in</body></html>', type: 'text/html' }],
	])('a hotel that %s does not hold back the others, wherever it is', async (_, broken) => {
		for (const place of [1, 2, 3]) {
			const context = contextWith((_path, calls) => (calls === place ? broken : { body: bxmlDocument('') }));
			const { items, unusable } = await fetchBxml(context, { propertyIds: ['1', '2', '3'] }, () => new Date(0));
			expect(items).toHaveLength(2);
			expect(unusable).toEqual([expect.objectContaining({ name: 'ApiError' })]);
			expect(context.calls).toHaveLength(3);
		}
	});

	it('is an error where no hotel could be read, and asks no other with a credential that one has refused', async () => {
		const down = contextWith(() => ({ status: 500 }));
		const two = { propertyIds: ['1', '2'] };
		await expect(fetchBxml(down, two, () => new Date(0))).rejects.toMatchObject({ kind: 'server' });
		expect(down.calls).toHaveLength(2);
		const refused = contextWith((_path, calls) => (calls === 1 ? { body: bxmlDocument('') } : { status: 401 }));
		const { items, unusable } = await fetchBxml(refused, { propertyIds: ['1', '2', '3'] }, () => new Date(0));
		expect([items.length, unusable.length, refused.calls.length]).toEqual([1, 1, 2]);
	});
});
