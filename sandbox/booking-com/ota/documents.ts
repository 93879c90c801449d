/**
 * Whole documents of the OTA endpoints (Booking.com connectivity docs, reservations API and Rates & Availability
 * API): what is fetched is an RQ, what answers a POST an RS, and each ends with a RUID comment for support.
 */
import { randomBytes } from 'node:crypto';
import type { HttpAnswer } from '../../http/server';
import { el, toXml, type XmlElement } from '../xml/write';
import type { QueueName } from './reservation';

const namespace = 'http://www.opentravel.org/OTA/2003/05';

export interface OtaProblem {
	/** OTA error type: 3 business rule, 10 required field missing, 1 unknown, 4 authentication. */
	type: number;
	/** OTA error code: 320 invalid value, 448 system error, 450 unable to process, 497 authorization. */
	code: number;
	text: string;
	/** The message that the problem is about (`LocatorID`). */
	recordId?: string;
}

/** An HTTP answer with an XML body that ends with the RUID comment. */
export function xmlAnswer(status: number, root: XmlElement, headers: Record<string, string> = {}): HttpAnswer {
	const ruid = randomBytes(48).toString('base64');
	return {
		status,
		headers: { 'Content-Type': 'application/xml; charset=utf-8', ...headers },
		body: `<?xml version="1.0" encoding="UTF-8"?>\n${toXml(root)}\n<!-- RUID: [${ruid}] -->`,
	};
}

/** The root name of a queue's documents without `RQ` or `RS`. */
export function queueRoot(queue: QueueName): string {
	return queue === 'new' ? 'OTA_HotelResNotif' : 'OTA_HotelResModifyNotif';
}

function root(name: string, now: Date, children: ReadonlyArray<XmlElement | null | false>): XmlElement {
	return el(
		name,
		{
			xmlns: namespace,
			'xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
			'xsi:schemaLocation': `${namespace} ${name}.xsd`,
			TimeStamp: now.toISOString().replace(/\.\d+Z$/, '+00:00'),
			Target: 'Production',
			Version: '2.001',
		},
		children,
	);
}

function problems(kind: 'Error' | 'Warning', list: OtaProblem[]): XmlElement {
	return el(
		`${kind}s`,
		{},
		list.map(({ type, code, text, recordId }) =>
			el(kind, { Type: type, Code: code, ShortText: text, RecordID: recordId }, [text]),
		),
	);
}

/** The fetched queue. */
export function queueDocument(
	queue: QueueName,
	now: Date,
	messages: XmlElement[],
	warnings: OtaProblem[] = [],
): XmlElement {
	return root(`${queueRoot(queue)}RQ`, now, [
		warnings.length > 0 && problems('Warning', warnings),
		el(queue === 'new' ? 'HotelReservations' : 'HotelResModifies', {}, messages),
	]);
}

/** `<Success/>`, with warnings if only a part succeeded. */
export function successDocument(name: string, now: Date, warnings: OtaProblem[] = []): XmlElement {
	return root(name, now, [el('Success'), warnings.length > 0 && problems('Warning', warnings)]);
}

export function errorDocument(name: string, now: Date, errors: OtaProblem[]): XmlElement {
	return root(name, now, [problems('Error', errors)]);
}
