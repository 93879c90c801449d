/**
 * Booking.com's answers as trees without card data. Pure.
 * Source: developers.booking.com/connectivity/docs, reservations API and API reference.
 */
import { elementsAt, tryReadXml, XmlProblem, type XmlDocument, type XmlElement } from '../shared/xml/read';
import { RemoteProblem } from '../shared/n8n/problem';
import { withoutCardNumbers } from '../shared/reservation/cardNumbers';

export interface BookingComAnswer {
	root: XmlElement;
	/** Booking.com's own id of the request, for their support; `null` where the answer has none. */
	ruid: string | null;
	warnings: string[];
}

/** What of `PaymentCard` may stay; everything else (number, series code, expiry, holder) goes. */
const CARD_ATTRIBUTES_KEPT = new Set(['CardCode', 'EffectiveDate', 'CurrentBalance', 'CurrencyCode', 'DecimalPlaces']);
/** Only a card that Booking.com pays with has a day of activation, a balance or an expiry of its own. */
const VIRTUAL_CARD_SIGNS = ['EffectiveDate', 'CurrentBalance', 'VCCExpirationDate'];
/** B.XML's card fields (`cc_number`, `dc_issue_number` …), of which only the brand stays. */
const CARD_FIELD = /^(?:cc|dc)_/;

/**
 * Reads an answer of Booking.com.
 * @throws RemoteProblem `unreadable` where it is no XML, or not whole; `refused` or `superseded` where it holds errors
 */
export function readAnswer(body: string): BookingComAnswer {
	const { root, comments } = parse(body);
	const ruid = ruidOf(comments);
	const errors = errorsIn(root);
	if (errors.length > 0) throw refusal(errors.map(describe), null, ruid);
	return { root, ruid, warnings: elementsAt(root, 'Warnings/Warning').map(describe) };
}

/**
 * The problem that an HTTP status other than 2xx stands for, with Booking.com's own words where it gave any.
 * @param retryAfter seconds, from the answer's header
 */
export function problemOf(status: number, body: string, retryAfter: number | null): RemoteProblem {
	const said = spokenErrors(body);
	if (status === 400) return refusal(said.length > 0 ? said : ['the request is not valid'], status, null);
	const details = `HTTP ${status}${said.length > 0 ? `: ${said.join('; ')}` : ''}`;
	if (status === 401) {
		return new RemoteProblem({
			kind: 'unauthorized', status, message: 'Booking.com did not accept the credentials',
			advice: 'Check the Booking.com credential: the client ID and secret (or machine account) and that it is switched on for production',
		});
	}
	if (status === 403) {
		return new RemoteProblem({
			kind: 'forbidden', status, message: `Booking.com denied access for the hotel (${details})`,
			advice: 'In the extranet, connect the property to this provider, or remove its ID from the node',
		});
	}
	if (status === 404) {
		return new RemoteProblem({
			kind: 'not_found', status, message: `Booking.com does not know what was asked for (${details})`,
			advice: 'Check the reservation ID, and the base URLs in the credential',
		});
	}
	if (status === 429) {
		return new RemoteProblem({
			kind: 'rate_limited', status, retryAfter, message: `Booking.com asks to slow down${retryAfter === null ? '' : ` and to wait ${retryAfter} seconds`}`,
			advice: 'Nothing is lost: what was not fetched or acknowledged is offered again. Poll less often if this comes back',
		});
	}
	if (status >= 500) {
		return new RemoteProblem({
			kind: 'server', status, retryAfter, message: `Booking.com has a fault at present (HTTP ${status})`,
			advice: 'Nothing is lost: what was not fetched or acknowledged is offered again',
		});
	}
	return new RemoteProblem({ kind: 'refused', status, message: `Booking.com answered with ${details}`, advice: 'Check the base URLs in the credential' });
}

function parse(body: string): XmlDocument {
	const document = tryReadXml(body, { onElement: withoutCardData });
	if (!(document instanceof XmlProblem)) return document;
	throw new RemoteProblem({
		kind: 'unreadable',
		message: `Booking.com's answer cannot be read: ${document.message}`,
		advice: 'The next poll asks again. If it stays so, check the base URL: a proxy or a login page may be answering',
	});
}

/** Runs as each element closes, so that no card data is ever part of a finished tree. */
function withoutCardData(element: XmlElement): void {
	if (element.name === 'PaymentCard') {
		const last4 = lastFour(element.attributes.CardNumber);
		const virtual = VIRTUAL_CARD_SIGNS.some((name) => /[1-9]/.test(element.attributes[name] ?? ''));
		const kept = Object.entries(element.attributes).filter(([name]) => CARD_ATTRIBUTES_KEPT.has(name));
		element.attributes = { ...Object.fromEntries(kept), Virtual: String(virtual), ...(last4 === null ? {} : { Last4: last4 }) };
		element.children = [];
		element.text = '';
	} else if (CARD_FIELD.test(element.name)) {
		const last4 = /number$/.test(element.name) ? lastFour(element.text) : null;
		if (!/type$/.test(element.name)) element.text = last4 ?? '';
		element.children = [];
		element.attributes = {};
	}
}

/** `null` for an absent number and for the zeros that mean "look-up failed, try later". */
function lastFour(cardNumber: string | undefined): string | null {
	const digits = (cardNumber ?? '').replace(/\D/g, '');
	return digits.length >= 12 && !/^0+$/.test(digits) ? digits.slice(-4) : null;
}

function ruidOf(comments: string[]): string | null {
	for (const comment of comments) {
		const match = /^RUID:\s*\[([^\]]+)\]/.exec(comment);
		if (match?.[1]) return match[1];
	}
	return null;
}

/** OTA errors, and the faults of B.XML. */
function errorsIn(root: XmlElement): XmlElement[] {
	return [...elementsAt(root, 'Errors/Error'), ...(root.name === 'fault' ? [root] : []), ...elementsAt(root, 'fault')];
}

function describe(error: XmlElement): string {
	const code = error.attributes.Code ?? error.attributes.code;
	const text = error.attributes.ShortText ?? error.attributes.string ?? error.text;
	const safe = withoutCardNumbers(text || error.attributes.Type || 'no reason given').slice(0, 300);
	return code ? `${safe} (code ${code})` : safe;
}

function spokenErrors(body: string): string[] {
	const document = tryReadXml(body, { onElement: withoutCardData });
	// Without XML the status says enough; a proxy's page is not for people.
	return document instanceof XmlProblem ? [] : errorsIn(document.root).map(describe);
}

function refusal(said: string[], status: number | null, ruid: string | null): RemoteProblem {
	const superseded = said.some((text) => /message of the wrong type/i.test(text));
	const reference = ruid === null ? '' : ` Booking.com's reference for support: ${ruid}`;
	return new RemoteProblem({
		kind: superseded ? 'superseded' : 'refused',
		status,
		message: superseded ? 'The reservation has changed since it was fetched' : `Booking.com refused the request: ${said.join('; ')}`,
		advice: superseded
			? 'Nothing to do: its latest state is offered again and is then written and acknowledged'
			: `Correct what it names and run the flow again.${reference}`,
	});
}
