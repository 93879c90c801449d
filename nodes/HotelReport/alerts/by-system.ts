/**
 * What a remote system leads to is one fault, whoever tells of it: the log, n8n, or a source that cannot be read. As long
 * as only one of them does, it is told in its own words. Pure.
 */
import type { AlertRow } from '../../shared/log/alerts-table';
import type { SystemTrouble, TroubleKind } from '../../shared/request/system-trouble';
import { ALL_WORDS, type Words } from '../words/words';
import { faultId, type Fault, type Hit } from './fault';
import { distinct, grouped } from './grouped';

/** What the ids of these faults begin with. */
export const SYSTEMS = faultId('systems', ['']);

/** More lines nobody reads. */
const MAX_DETAILS = 20;
const MAX_ADVICE = 2;
/** Another hotel's account may be among those that join, and is told; of a system that is down, all know. */
const CONCERNS_ONE_ACCOUNT: readonly TroubleKind[] = ['credential', 'forbidden'];
/** Of the others, each hotel has its own: one may be down while another's answers. */
const SAME_FOR_ALL_HOTELS = ['Booking.com', 'Airbnb'];
const KINDS: readonly TroubleKind[] = ['down', 'slow', 'credential', 'forbidden'];

export function idOfTrouble({ system, kind }: SystemTrouble): Fault['id'] {
	return faultId('systems', [system, kind]);
}

interface Telling {
	words: Words['alerts'];
	list: (texts: readonly string[]) => string;
	/** Whether this n8n works for more than one. */
	areHotels: boolean;
}

export function bySystem(faults: readonly Fault[], telling: Telling): Fault[] {
	const blamed = faults.flatMap((fault) => (fault.trouble ? [{ fault, trouble: fault.trouble }] : []));
	const groups = [...grouped(blamed, ({ trouble }) => idOfTrouble(trouble))];
	return [
		...faults.filter(({ trouble }) => !trouble),
		...groups.flatMap(([id, of]) => {
			const [trouble] = of.map((one) => one.trouble);
			const alike = of.map(({ fault }) => fault);
			return trouble ? [together(id, trouble, alike, telling)] : [];
		}),
	];
}

function together(
	id: Fault['id'],
	{ system, kind }: SystemTrouble,
	faults: readonly Fault[],
	{ words, list, areHotels }: Telling,
): Fault {
	const [only] = faults;
	const families = faults.flatMap((fault) => fault.families ?? []);
	const sinces = faults.flatMap(({ since }) => (since === null ? [] : [since]));
	const isOneForAll = !areHotels || SAME_FOR_ALL_HOTELS.includes(system);
	const isQuiet = isOneForAll && !CONCERNS_ONE_ACCOUNT.includes(kind);
	const workflows = faults.flatMap(({ workflow }): Hit[] => (workflow ? [{ ...workflow, isQuiet }] : []));
	const shared = {
		id,
		hits: [...new Map([...workflows, ...faults.flatMap(hitsOfSystem)].map((hit) => [hit.id, hit])).values()],
		...(families.length > 0 ? { families: [SYSTEMS, ...families] } : {}),
		since: sinces.length > 0 ? Math.min(...sinces) : null,
		toldAfterMs: Math.min(...faults.map(({ toldAfterMs }) => toldAfterMs ?? 0)),
	};
	if (only && faults.length === 1) return { ...only, ...shared, keepsTitle: true };
	const { system: say } = words;
	const advice = distinct(faults.map((fault) => fault.advice ?? '')).slice(0, MAX_ADVICE);
	const besides = distinct(faults.map((fault) => fault.toDoBesides ?? ''));
	const isPassing = kind === 'down' || kind === 'slow';
	// Of what the log has in error, not everything is tried again by itself.
	const retried = besides.length > 0 ? besides : [say.nothingLost];
	const toDo = isPassing ? [...retried, say.toDo[kind]] : [say.toDo[kind], ...besides];
	return {
		...shared,
		title: say.title[kind](system),
		details: [
			...distinct(faults.flatMap(({ details }) => details)).slice(0, MAX_DETAILS),
			say.leadsTo(list(distinct(faults.map(({ title }) => title)))),
		],
		toDo: [...advice.map((text) => words.failed.advised(text, '')), ...toDo].join(' '),
		reservations: distinct(faults.flatMap(({ reservations }) => reservations)),
		address: faults.map(({ address }) => address).find((address) => address !== '') ?? '',
	};
}

function hitsOfSystem({ hits }: Fault): Hit[] {
	return hits.map((hit) => (hit.otherId === undefined ? hit : { ...hit, id: hit.otherId, otherId: hit.id }));
}

/** Whether people know it by the system's name: then it is over once the system is well, whatever else its reservations lack. */
export function isKnownBySystem({ fault, title }: Pick<AlertRow, 'fault' | 'title'>): boolean {
	const [, system = '', told] = /^systems:([^|]+)\|(\w+)$/u.exec(fault) ?? [];
	const kind = KINDS.find((one) => one === told);
	// A copy for one hotel puts its name before it.
	return kind !== undefined && ALL_WORDS.some(({ alerts }) => title.endsWith(alerts.system.title[kind](system)));
}
