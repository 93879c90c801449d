/**
 * Whether SelfKey has a room for a listing. SelfKey's node is another provider's: this is the one question to SelfKey
 * that Airbnb makes its own trigger ask, because it waits for the answer.
 */
import type { IWebhookFunctions } from 'n8n-workflow';
import { signGet } from '../../../core/webhook/signed-get';
import { isRecord, recordOf } from '../../../core/payload/field-reader';
import { ApiError } from '../../shared/request/api-error';
import { errorForStatus, type RemoteSystem } from '../../shared/request/error-for-status';
import { remoteRequest, safeAddress } from '../../shared/request/request';
import type { Nights } from './check';

const SELFKEY: RemoteSystem = {
	name: 'SelfKey',
	advice: {
		forbidden: 'Check in SelfKey that the integration is switched on',
		not_found: 'Check the hotel, the integration ID and the base URL in the SelfKey credential',
		server: 'Airbnb asks again when the next guest wants to book',
	},
};

interface House {
	/** Names and ids of the rooms that serve the listing, in lower case. */
	ofListing: ReadonlySet<string>;
}

interface Room {
	id: string;
	name: string;
}

/**
 * Whether a room of the listing is free for each of these times.
 * @param channelListing keys of the room map that may name the listing, the most particular first
 * @param timeoutMs for each of the requests, which run side by side
 * @throws ApiError if SelfKey does not answer, RangeError if no room serves the listing
 */
export async function hasFreeRoom(
	context: IWebhookFunctions,
	channelListing: readonly string[],
	times: readonly Nights[],
	timeoutMs: number,
): Promise<boolean> {
	const credential = await context.getCredentials('selfKeyApi');
	const text = (name: string) => String(credential[name] ?? '').trim();
	const baseUrl = safeAddress(SELFKEY, 'Base URL', credential.baseUrl, credential);
	const ask = async (path: string, query: string, signature?: string) => {
		const { status, body } = await remoteRequest(context, SELFKEY, 'selfKeyApi', {
			method: 'GET',
			url: `${baseUrl}${path}?${query}`,
			headers: { Accept: 'application/json', ...(signature === undefined ? {} : { 'x-signature': signature }) },
			timeout: timeoutMs,
		});
		if (status < 200 || status > 299) throw errorForStatus(SELFKEY, { status });
		return recordOf(parse(body));
	};
	const askForHouse = async (): Promise<House> => {
		const path = ['api', 'webhooks', 'integrations', text('hotelSlug'), text('integrationId'), 'settings'];
		const { query, signature } = signGet(text('webhookSecret'), path, {}, new Date());
		const address = `/${path.map(encodeURIComponent).join('/')}`;
		return houseOf(await ask(address, query.toString(), signature), channelListing);
	};
	const askForFree = async ({ from, until }: Nights): Promise<Room[]> => {
		const query = new URLSearchParams({ checkInDate: from, checkOutDate: until }).toString();
		const address = `/api/establishments/${encodeURIComponent(text('hotelSlug'))}/availability`;
		return roomsIn((await ask(address, query))['availableRooms']);
	};
	const [{ ofListing }, ...free] = await Promise.all([askForHouse(), ...times.map(askForFree)]);
	return free.every((rooms) =>
		rooms.some(({ id, name }) => ofListing.has(id.toLowerCase()) || ofListing.has(name.toLowerCase())),
	);
}

/** @throws RangeError if no room serves the listing: that is no full house */
function houseOf(answer: Record<string, unknown>, keys: readonly string[]): House {
	const map = recordOf(recordOf(answer['settings'])['roomMap']);
	const key = keys.find((each) => Object.hasOwn(map, each));
	const rooms = key === undefined ? [] : [map[key]].flat().filter((room) => typeof room === 'string');
	if (rooms.length === 0)
		throw new RangeError('No room serves this listing: add a line for it to the rooms in the hotel settings');
	return { ofListing: new Set(rooms.map((room) => room.trim().toLowerCase())) };
}

function roomsIn(value: unknown): Room[] {
	// No room is an answer; no list is none, and must not pass for a full house.
	if (!Array.isArray(value))
		throw new ApiError({
			kind: 'unreadable',
			message: "SelfKey's answer does not say which rooms are free",
			advice: 'Check the base URL in the SelfKey credential: something else may be answering there',
		});
	return value.filter(isRecord).map(({ id, name }) => ({ id: String(id), name: String(name).trim() }));
}

function parse(body: string): unknown {
	try {
		return JSON.parse(body);
	} catch {
		return null;
	}
}
