/**
 * What a remote system leads to is one fault, whoever tells of it: the log, n8n, or a source that cannot be read. As long
 * as only one of them does, it is told in its own words. Pure.
 */
import type { SystemTrouble, TroubleKind } from '../../shared/request/system-trouble';
import type { Words } from '../words/words';
import { faultId, type Fault, type Hit } from './fault';
import { distinct, grouped } from './grouped';

/** What the ids of these faults begin with. */
export const SYSTEMS = faultId('systems', ['']);

/** More lines nobody reads. */
const MAX_DETAILS = 20;
const MAX_ADVICE = 2;
/** Another hotel's account may be among those that join, and is told; of a system that is down, all know. */
const CONCERNS_ONE_ACCOUNT: readonly TroubleKind[] = ['credential', 'forbidden'];

export function idOfTrouble({ system, kind }: SystemTrouble): Fault['id'] {
	return faultId('systems', [system, kind]);
}

export function bySystem(
	faults: readonly Fault[],
	words: Words['alerts'],
	list: (texts: readonly string[]) => string,
): Fault[] {
	const blamed = faults.flatMap((fault) => (fault.trouble ? [{ fault, trouble: fault.trouble }] : []));
	const groups = [...grouped(blamed, ({ trouble }) => idOfTrouble(trouble))];
	return [
		...faults.filter(({ trouble }) => !trouble),
		...groups.flatMap(([id, of]) => {
			const [first] = of;
			return first
				? [
						together(
							id,
							first.trouble,
							of.map(({ fault }) => fault),
							words,
							list,
						),
					]
				: [];
		}),
	];
}

function together(
	id: Fault['id'],
	{ system, kind }: SystemTrouble,
	faults: readonly Fault[],
	words: Words['alerts'],
	list: (texts: readonly string[]) => string,
): Fault {
	const [only] = faults;
	const families = faults.flatMap((fault) => fault.families ?? []);
	const sinces = faults.flatMap(({ since }) => (since === null ? [] : [since]));
	const isQuiet = !CONCERNS_ONE_ACCOUNT.includes(kind);
	const workflows = faults.flatMap(({ workflow }): Hit[] => (workflow ? [{ ...workflow, isQuiet }] : []));
	const shared = {
		id,
		hits: [...new Map([...workflows, ...faults.flatMap(({ hits }) => hits)].map((hit) => [hit.id, hit])).values()],
		...(families.length > 0 ? { families: [SYSTEMS, ...families] } : {}),
		since: sinces.length > 0 ? Math.min(...sinces) : null,
		toldAfterMs: Math.min(...faults.map(({ toldAfterMs }) => toldAfterMs ?? 0)),
	};
	if (only && faults.length === 1) return { ...only, ...shared, keepsTitle: true };
	const { system: say } = words;
	const advice = distinct(faults.map((fault) => fault.advice ?? '')).slice(0, MAX_ADVICE);
	const besides = distinct(faults.map((fault) => fault.toDoBesides ?? ''));
	return {
		...shared,
		title: say.title[kind](system),
		details: [
			...distinct(faults.flatMap(({ details }) => details)).slice(0, MAX_DETAILS),
			say.leadsTo(list(distinct(faults.map(({ title }) => title)))),
		],
		toDo: [...advice.map((text) => words.failed.advised(text, '')), say.toDo[kind], ...besides].join(' '),
		reservations: distinct(faults.flatMap(({ reservations }) => reservations)),
		address: faults.map(({ address }) => address).find((address) => address !== '') ?? '',
	};
}
