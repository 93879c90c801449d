/** Airbnb's notifications as a source of the channel contract: nothing is signed, and what they say is read again. */
import { AirbnbNotificationTrigger } from '../../nodes/Airbnb/AirbnbNotificationTrigger.node';
import { airbnbSource } from './airbnb-channel';
import { airbnbCredential } from './airbnb-node';
import type { Connection, Told } from './channel-contract';
import { callWebhook, type WebhookCall } from './fake-webhook';

/** What the person who set the trigger up has entered. */
export const ADDRESS_SECRET = 'k3JpQ8sXw0ZrT5vN1bYc7LhG2dMf9aUe';

const ACTIONS = {
	new: 'reservation_acceptance_confirmation',
	modified: 'reservation_alteration_confirmation',
	cancelled: 'reservation_cancellation_confirmation',
};

export async function airbnbNotifications(): Promise<Connection> {
	const { sandbox, ...source } = await airbnbSource();
	const trigger = new AirbnbNotificationTrigger();
	const credentials = airbnbCredential(sandbox);
	let last: Told | undefined;
	let change: WebhookCall = {};
	return {
		...source,
		async tell(told) {
			last = told;
			await source.tell(told);
		},
		async receive() {
			const action = ACTIONS[last?.event ?? 'new'];
			// What a stranger claims of the reservation, who knows the address.
			const reservation = {
				confirmation_code: last?.reservationId,
				status_type: 'accept',
				guest_first_name: 'Mallory',
			};
			const { items, status, json, logs } = await callWebhook(trigger, {
				body: JSON.stringify({ action, reservation }),
				headers: { 'content-type': 'application/json' },
				parameters: { addressSecret: ADDRESS_SECRET },
				credentials,
				...change,
			});
			return { items, errors: items.length > 0 ? logs : [{ status, json, logs }] };
		},
		faults: {
			...source.faults,
			'a body that is no JSON': () => void (change = { body: '{' }),
			'a reservation that Airbnb does not have': () => {
				change = { body: JSON.stringify({ action: ACTIONS.new, reservation: { confirmation_code: 'NOTHERE' } }) };
			},
			'an address without a secret': () => void (change = { parameters: { addressSecret: 'short' } }),
		},
	};
}
