import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { resources } from '../shared/operations/resources';
import { availability } from './actions/availability/Availability.resource';
import { booking } from './actions/booking/Booking.resource';
import { change } from './actions/change/Change.resource';
import { establishment } from './actions/establishment/Establishment.resource';
import { frontDesk } from './actions/frontDesk/FrontDesk.resource';
import { guestIdentity } from './actions/guestIdentity/GuestIdentity.resource';
import { hotelSetting } from './actions/hotelSetting/HotelSetting.resource';
import { payment } from './actions/payment/Payment.resource';
import { personalData } from './actions/personalData/PersonalData.resource';
import { restriction } from './actions/restriction/Restriction.resource';
import { roomClosure } from './actions/roomClosure/RoomClosure.resource';
import { subscriber } from './actions/subscriber/Subscriber.resource';
import { reservation } from './actions/reservation/Reservation.resource';
import { listSearch } from './list-search';
import { testSelfKey } from './setup/test-credential';

const { subtitle, properties, execute } = resources([
	reservation,
	change,
	subscriber,
	payment,
	booking,
	availability,
	restriction,
	roomClosure,
	establishment,
	frontDesk,
	guestIdentity,
	personalData,
	hotelSetting,
]);

/** Reservations into SelfKey; bookings, availability and establishments out of it. */
export class SelfKey implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'SelfKey',
		name: 'selfKey',
		icon: { light: 'file:selfKey.svg', dark: 'file:selfKey.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle,
		description: 'Write reservations and payments to SelfKey, and read bookings, availability and establishments',
		defaults: { name: 'SelfKey' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'selfKeyApi', required: true, testedBy: 'selfKeyTest' }],
		properties,
	};

	methods = { credentialTest: { selfKeyTest: testSelfKey }, listSearch };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await execute.call(this);
	}
}
