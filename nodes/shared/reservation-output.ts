/** The reservation of an item, for the editor's preview. Each object is held against the model by its type. */
import type {
	Booker,
	CardSummary,
	Charge,
	NightlyRate,
	Payment,
	Reservation,
	RoomGuest,
	RoomStay,
	Service,
	StoreField,
} from '../../core/reservation/model';
import { moneyOutput as money } from './money-output';
import { list, number, numberOrNull, object, orNull, text, textOrNull, yesOrNo } from './operations/output-schema';

const charge = object<Charge>({ name: text, amount: money, included: yesOrNo, collectedBy: text });

const roomStay = object<RoomStay>({
	roomStayId: text,
	roomTypeId: textOrNull,
	roomName: textOrNull,
	ratePlanId: textOrNull,
	checkIn: textOrNull,
	checkOut: textOrNull,
	status: text,
	adults: numberOrNull,
	children: numberOrNull,
	childAges: list(number),
	guests: list(object<RoomGuest>({ name: textOrNull })),
	mealPlan: textOrNull,
	total: orNull(money),
	nightlyRates: list(object<NightlyRate>({ date: text, amount: money })),
	remarks: list(text),
});

const booker = object<Booker>({
	firstName: textOrNull,
	lastName: textOrNull,
	email: textOrNull,
	phone: textOrNull,
	country: textOrNull,
	nationality: textOrNull,
	language: textOrNull,
	address: textOrNull,
});

const card = object<CardSummary>({
	brand: textOrNull,
	last4: textOrNull,
	virtual: yesOrNo,
	activeFrom: textOrNull,
	balance: orNull(money),
});

/** Without what only a store knows of it. */
export const reservationOutput = object<Omit<Reservation, StoreField>>({
	key: text,
	channel: text,
	propertyId: text,
	reservationId: text,
	event: text,
	status: text,
	revision: textOrNull,
	observedAt: text,
	fingerprint: text,
	checkIn: textOrNull,
	checkOut: textOrNull,
	nights: numberOrNull,
	rooms: list(roomStay),
	booker,
	adults: numberOrNull,
	children: numberOrNull,
	expectedArrival: textOrNull,
	total: orNull(money),
	taxes: list(charge),
	fees: list(charge),
	services: list(object<Service>({ name: text, quantity: numberOrNull, amount: orNull(money) })),
	commission: orNull(money),
	payout: orNull(money),
	cancellationFee: orNull(money),
	cancelledAt: textOrNull,
	payment: object<Payment>({ model: textOrNull, card: orNull(card) }),
	bookedAt: textOrNull,
	remarks: list(text),
	warnings: list(text),
});

/** One page of all reservations, for a flow that reads everything. */
export const reservationPageOutput = object({
	reservations: list(reservationOutput),
	unreadable: list(object({ key: textOrNull, error: text })),
	leftOut: number,
	next: text,
	isFirst: yesOrNo,
	isLast: yesOrNo,
});
