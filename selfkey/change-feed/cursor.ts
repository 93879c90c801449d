/** A reader's place in the change feed, as an opaque text. */
import { isRecord } from '../../core/payload/field-reader';
import type { ReservationKey } from '../ports/records';

export interface Cursor {
	feedId: string;
	/** Changes up to here have been read, or are covered by the snapshot. */
	position: number;
	/** While the snapshot is being read: the last reservation of it, `null` before the first. Absent afterwards. */
	snapshot?: ReservationKey | null;
}

export function writeCursor({ feedId, position, snapshot }: Cursor): string {
	const key = snapshot && [snapshot.channel, snapshot.propertyId, snapshot.reservationId];
	const fields = { v: 1, f: feedId, p: position, ...(snapshot === undefined ? {} : { s: key }) };
	return Buffer.from(JSON.stringify(fields), 'utf8').toString('base64url');
}

/** `null` where the text is no cursor of ours. */
export function readCursor(text: string): Cursor | null {
	const fields = parse(text);
	if (!isRecord(fields) || fields['v'] !== 1) return null;
	const { f: feedId, p: position, s: key } = fields;
	if (typeof feedId !== 'string' || typeof position !== 'number' || !Number.isSafeInteger(position) || position < 0)
		return null;
	if (key === undefined) return { feedId, position };
	if (key === null) return { feedId, position, snapshot: null };
	if (!Array.isArray(key) || key.length !== 3 || !key.every((part): part is string => typeof part === 'string'))
		return null;
	const [channel = '', propertyId = '', reservationId = ''] = key;
	return { feedId, position, snapshot: { channel, propertyId, reservationId } };
}

function parse(text: string): unknown {
	// Buffer overlooks what is no base64; a cursor that was cut or mixed up must not be read as another one.
	if (!/^[\w-]{1,2000}$/.test(text)) return null;
	try {
		return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(text, 'base64url')));
	} catch {
		return null;
	}
}
