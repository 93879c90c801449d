/**
 * Reservations that are tried again fail for another reason: then one fault takes the place of another, and nothing is over.
 * Pure.
 */
import type { AlertRow } from '../../shared/log/alerts-table';
import { isWorkflowHit, shortHash, type Fault, type Hit } from './fault';
import { toldHashes } from './told-hits';

export class OtherReasons {
	/** By the hash of one who is hit: the faults of now, and the open rows by which people were told of it. */
	private readonly faults = new Map<string, Fault[]>();
	private readonly told = new Map<string, AlertRow[]>();

	constructor(faults: readonly Fault[], rows: readonly AlertRow[]) {
		for (const fault of faults.filter(({ families }) => families !== undefined))
			for (const hit of fault.hits) for (const hash of hashesOf(hit)) add(this.faults, hash, fault);
		for (const row of rows.filter(({ status }) => status === 'open'))
			for (const hash of toldHashes(row.watched) ?? []) add(this.told, hash, row);
	}

	/** Of those whom people were told of by this row, as hashes: who is hit for another reason now. */
	hitOtherwise({ fault, watched }: AlertRow): string[] {
		return [...(toldHashes(watched) ?? [])].filter((hash) =>
			this.faults.get(hash)?.some((other) => other.id !== fault && isRelated(other, fault)),
		);
	}

	/** When people were told last of those whom this fault hits, all of them, for a reason that is no longer theirs; `''`: never. */
	toldOtherwiseAt(fault: Fault): string {
		let latest = '';
		for (const hit of fault.hits) {
			const hashes = hashesOf(hit);
			const hitting = new Set(hashes.flatMap((hash) => this.faults.get(hash) ?? []).map((other) => other.id as string));
			const rows = hashes
				.flatMap((hash) => this.told.get(hash) ?? [])
				.filter((row) => !hitting.has(row.fault) && isRelated(fault, row.fault));
			if (rows.length === 0) return '';
			for (const { alertedAt } of rows) if (alertedAt > latest) latest = alertedAt;
		}
		return latest;
	}
}

/** None of what nothing identifies: nobody can say that it is the same. A workflow fails for many reasons. */
function hashesOf({ id, otherId = '' }: Hit): string[] {
	return id === '' || isWorkflowHit(id) ? [] : [id, otherId].filter((one) => one !== '').map(shortHash);
}

function isRelated({ families = [] }: Fault, fault: string): boolean {
	return families.some((begin) => fault.startsWith(begin));
}

function add<T>(map: Map<string, T[]>, key: string, value: T): void {
	const list = map.get(key);
	if (list) list.push(value);
	else map.set(key, [value]);
}
