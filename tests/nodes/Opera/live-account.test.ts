/** What is asked of the live account each time: the lists that the editor offers, OPERA's date of today, and one token. */
import type { ILoadOptionsFunctions } from 'n8n-workflow';
import { Opera } from '../../../nodes/Opera/Opera.node';
import { OperaTrigger } from '../../../nodes/Opera/OperaTrigger.node';
import { startOpera, type OperaSandbox } from '../../../sandbox/opera';
import { chosenCodes, operaContext, operaOptions, operaTriggerContext, runOpera } from '../../support/opera-node';
import { changedItem } from '../../support/opera-reservations';

let opera: OperaSandbox;

beforeEach(async () => {
	opera = await startOpera(operaOptions);
});
afterEach(async () => {
	await opera.close();
});

describe('the lists that the editor offers', () => {
	const { loadOptions } = new Opera().methods;
	type Picker = keyof typeof loadOptions;
	const offered = async (picker: Picker) => {
		const { execute } = operaContext(opera.url, { resource: 'reservation', operation: 'upsert' });
		return await loadOptions[picker].call(execute as unknown as ILoadOptionsFunctions);
	};

	test.each<[Picker, keyof OperaSandbox['configuration']]>([
		['getRoomTypes', 'roomTypes'],
		['getRatePlans', 'ratePlans'],
		['getMarketCodes', 'marketCodes'],
		['getSourceCodes', 'sourceCodes'],
		['getGuaranteeCodes', 'guaranteeCodes'],
		['getPaymentMethods', 'paymentMethods'],
		['getCancellationReasons', 'cancellationReasons'],
	])('%s are those of the account, as they are now', async (picker, list) => {
		const codes = opera.configuration[list] as Array<{ code: string; name: string }>;
		const values = async () => (await offered(picker)).map(({ value }) => value);
		expect(await values()).toEqual(codes.map(({ code }) => code));
		codes.push({ code: 'NEW', name: 'Just entered' });
		expect((await offered(picker)).at(-1)).toEqual({ name: 'Just entered (NEW)', value: 'NEW' });
	});

	test('every field that offers a list has one', () => {
		const used = new Set(
			[...JSON.stringify(new Opera().description.properties).matchAll(/"loadOptionsMethod":"(\w+)"/g)].map(
				([, method]) => method,
			),
		);
		expect([...used].sort()).toEqual(Object.keys(loadOptions).sort());
	});

	test('say which API is missing', async () => {
		opera.faults.next('forbidden', { path: /^\/lov\// });
		await expect(offered('getRatePlans')).rejects.toMatchObject({
			message: expect.stringMatching(/^Opera denied access/) as string,
			advice: expect.stringMatching(/subscribed to the List of Values API/) as string,
		});
	});
});

describe("OPERA's business date is today", () => {
	const asked = (name: string) =>
		new Set(opera.log.flatMap(({ path }) => new URLSearchParams(path.split('?')[1]).get(name) ?? []));

	test('where what is upcoming is read', async () => {
		opera.setBusinessDate('2031-03-09');
		const guest = { givenName: 'Ada', surname: 'Favre' };
		opera.deskBook({ ...guest, arrival: '2031-03-07', departure: '2031-03-08' });
		const { id } = opera.deskBook({ ...guest, arrival: '2031-03-08', departure: '2031-03-09' });
		const [page] = await runOpera(opera.url, { resource: 'reservation', operation: 'getPage' });
		expect(asked('departureStartDate')).toEqual(new Set(['2031-03-09']));
		expect(JSON.stringify(page?.json)).toContain(`opera/PARADISE/${id}`);
	});

	test('where everything is compared, with the day before', async () => {
		opera.setBusinessDate('2031-03-09');
		await new OperaTrigger().poll.call(operaTriggerContext(opera.url).poll);
		expect(asked('departureStartDate')).toEqual(new Set(['2031-03-08']));
	});
});

test('a run asks for one token, however many requests it makes', async () => {
	const items = Array.from({ length: 5 }, (_, n) => changedItem({ reservationId: String(n) }));
	await runOpera(opera.url, { resource: 'reservation', operation: 'upsert', parameters: chosenCodes, items });
	expect(opera.stays()).toHaveLength(5);
	expect(opera.statistics().tokensMinted).toBe(1);
});
