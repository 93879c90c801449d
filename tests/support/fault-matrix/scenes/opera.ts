/** OPERA: reservations and payments written, business events read. */
import type { IDataObject } from 'n8n-workflow';
import { OperaTrigger } from '../../../../nodes/Opera/OperaTrigger.node';
import { Opera } from '../../../../nodes/Opera/Opera.node';
import { startOpera, type OperaSandbox } from '../../../../sandbox/opera';
import { chosenCodes, operaContext, operaOptions, operaSecrets, operaTriggerContext, runOpera } from '../../opera-node';
import { changedItem } from '../../opera-reservations';
import { attemptOf, readyItems } from '../attempt';
import { startFaultyProxy } from '../faulty-proxy';
import type { Remote, Scene, Watch } from '../scene';

const IDS = ['8001', '8002', '8003', '8004', '8005'];
const keyOf = (id: string) => `booking.com/8011855/${id}`;
const itemOf = (reservationId: string) => changedItem({ reservationId, key: keyOf(reservationId) });

async function open(
	work: (real: OperaSandbox, url: string) => Promise<Omit<Scene, 'proxy' | 'close'>>,
): Promise<Scene> {
	let now = Date.now();
	// OPERA's times have whole seconds, and each change is one later.
	const real = await startOpera({ ...operaOptions, clock: () => (now += 1000) });
	const proxy = await startFaultyProxy(real.url);
	const close = async () => {
		await proxy.close();
		await real.close();
	};
	return { ...(await work(real, proxy.url)), proxy, close };
}

async function runWatched(url: string, watch: Watch, run: Parameters<typeof operaContext>[1]) {
	const context = watch(operaContext(url, { onError: 'continueRegularOutput', ...run }));
	const [output = []] = await new Opera().execute.call(context.execute);
	return output;
}

const writing = () =>
	open(async (real, url) => {
		const held = () =>
			real
				.stays()
				.flatMap(({ status, references }) =>
					status === 'Cancelled' ? [] : references.slice(0, 1).map(({ id }) => id),
				);
		return {
			wanted: IDS.map(keyOf),
			held: () => held().sort(),
			async run(watch, pending) {
				const items = IDS.filter((id) => pending.includes(keyOf(id))).map(itemOf);
				const run = { resource: 'reservation', operation: 'upsert', parameters: chosenCodes, items };
				return readyItems(await runWatched(url, watch, run), ({ key }) => String(key));
			},
			async refuseOne() {
				real.faults.refuse(keyOf('8002'));
				return async () => real.faults.accept(keyOf('8002'));
			},
		};
	});

const events = () =>
	open(async (real, url) => {
		const ids = Array.from(
			{ length: 25 },
			(_, n) =>
				real.deskBook({ givenName: 'Ada', surname: `Favre ${n}`, arrival: '2027-03-01', departure: '2027-03-03' }).id,
		);
		const received = new Set<string>();
		const staticData: IDataObject = {};
		return {
			wanted: [...ids].sort(),
			held: () => [...received].sort(),
			async run(watch) {
				const attempt = await attemptOf(new OperaTrigger(), watch(operaTriggerContext(url, { staticData })));
				for (const id of attempt.done) received.add(id);
				return attempt;
			},
		};
	});

const payments = () =>
	open(async (real, url) => {
		await runOpera(real.url, {
			...{ resource: 'reservation', operation: 'upsert', parameters: chosenCodes },
			items: IDS.map(itemOf),
		});
		const held = () => real.payments().map(({ reference }) => String(reference));
		return {
			wanted: IDS,
			held: () => held().sort(),
			async run(watch, pending) {
				const items = pending.map((id): IDataObject => ({ id, reservationKey: keyOf(id) }));
				const parameters = {
					...{ reservationKey: '={{ $json.reservationKey }}', paymentId: '={{ $json.id }}', refundId: '' },
					...{ amount: '145.50', currency: 'CHF', paymentMethod: 'VA' },
				};
				const run = { resource: 'payment', operation: 'create', parameters, items };
				return readyItems(await runWatched(url, watch, run), ({ id }) => String(id));
			},
		};
	});

const common = {
	system: 'OPERA',
	name: /Opera|OPERA/,
	secrets: [...operaSecrets, 'Bearer '],
	errorsInside: {
		status: 200,
		headers: { 'Content-Type': 'application/json' },
		body: JSON.stringify({ type: 'about:blank', title: 'Internal error', 'o:errorCode': 'GEN0500' }),
	},
};

export const opera: Remote[] = [
	{
		...common,
		work: 'looking up',
		open: writing,
		on: ({ method, path }) => method === 'GET' && /^\/rsv\/.*\/reservations$/.test(path),
	},
	{
		...common,
		work: 'reservations',
		open: writing,
		on: ({ method, path }) => method === 'POST' && /^\/rsv\/.*\/reservations$/.test(path),
	},
	{ ...common, work: 'events', open: events, on: ({ path }) => path.includes('/businessEvents') },
	{
		...common,
		work: 'payments',
		open: payments,
		on: ({ method, path }) => method === 'POST' && path.startsWith('/csh/'),
	},
];
