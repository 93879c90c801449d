/**
 * Whether SelfKey has a room for a listing. SelfKey's node is another provider's: this is the one question to SelfKey
 * that Airbnb makes its own trigger ask, because it waits for the answer.
 */
import type { IWebhookFunctions } from 'n8n-workflow';
import type { ChannelId } from '../../../core/channel/channels';
import { recordOf } from '../../../core/payload/field-reader';
import { jsonOrNull } from '../../../core/payload/json-or-null';
import { ApiError } from '../../shared/request/api-error';
import { errorForStatus, type RemoteSystem } from '../../shared/request/error-for-status';
import { safeAddress } from '../../shared/request/request';
import { signedGet } from '../../shared/signed-get';
import type { Nights } from './check';

const SELFKEY: RemoteSystem = {
	name: 'SelfKey',
	advice: {
		forbidden: 'Check in SelfKey that the integration is switched on',
		not_found:
			'Check the hotel, the integration ID and the base URL in the SelfKey credential, and that SelfKey runs the present version of its side of this package',
		server: 'Airbnb asks again when the next guest wants to book',
	},
};

export interface Listing {
	hostId: string;
	listingId: string;
}

/**
 * Whether a room of the listing is free for each of these times. The handler is asked, not SelfKey's own
 * `/availability`: that one counts neither a stay that waits for a room nor a room that is out of order.
 * @param timeoutMs for each of the requests, which run side by side
 * @throws ApiError if SelfKey does not answer, RangeError if no room serves the listing
 */
export async function hasFreeRoom(
	context: IWebhookFunctions,
	{ hostId, listingId }: Listing,
	times: readonly Nights[],
	timeoutMs: number,
): Promise<boolean> {
	const credential = await context.getCredentials('selfKeyApi');
	const text = (name: string) => String(credential[name] ?? '').trim();
	const integration = {
		baseUrl: safeAddress(SELFKEY, 'Base URL', credential.baseUrl, credential),
		webhookSecret: text('webhookSecret'),
		hotelSlug: text('hotelSlug'),
		integrationId: text('integrationId'),
	};
	const channel = 'airbnb' satisfies ChannelId;
	const ask = async ({ from, until }: Nights): Promise<boolean> => {
		const parameters = { from, until, channel, property_id: hostId, room_type: listingId };
		const answer = await signedGet(context, SELFKEY, integration, 'free-rooms', parameters, { timeout: timeoutMs });
		const { status, body } = answer;
		if (status < 200 || status > 299) throw errorForStatus(SELFKEY, { status });
		return isFreeBy(recordOf(jsonOrNull(body)));
	};
	const free = await Promise.all(times.map(ask));
	return free.every(Boolean);
}

/** @throws RangeError if no room serves the listing: that is no full house */
function isFreeBy({ rooms, isForSale, isMapped }: Record<string, unknown>): boolean {
	// No room is an answer; no list is none, and must not pass for a full house.
	if (!Array.isArray(rooms) || typeof isMapped !== 'boolean')
		throw new ApiError({
			kind: 'unreadable',
			message: "SelfKey's answer does not say which rooms are free",
			advice: 'Check the base URL in the SelfKey credential: something else may be answering there',
		});
	if (!isMapped)
		throw new RangeError('No room serves this listing: add a line for it to the rooms in the hotel settings');
	// An older SelfKey says no more than which rooms are free.
	return typeof isForSale === 'boolean' ? isForSale : rooms.length > 0;
}
