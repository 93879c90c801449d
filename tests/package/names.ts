/** Names that saved workflows refer to: changing one breaks the workflows of every hotel. */
export const NODES: Record<string, { name: string; displayName: string }> = {
	BookingComTrigger: { name: 'bookingComTrigger', displayName: 'Booking.com Trigger' },
	BookingCom: { name: 'bookingCom', displayName: 'Booking.com' },
	AirbnbTrigger: { name: 'airbnbTrigger', displayName: 'Airbnb Trigger' },
	AirbnbNotificationTrigger: {
		name: 'airbnbNotificationTrigger',
		displayName: 'Airbnb Notification Trigger',
	},
	Airbnb: { name: 'airbnb', displayName: 'Airbnb' },
	OperaTrigger: { name: 'operaTrigger', displayName: 'Opera Trigger' },
	Opera: { name: 'opera', displayName: 'Opera' },
	SelfKeyTrigger: { name: 'selfKeyTrigger', displayName: 'SelfKey Trigger' },
	SelfKey: { name: 'selfKey', displayName: 'SelfKey' },
	CashSystemTrigger: { name: 'cashSystemTrigger', displayName: 'Cash System Trigger' },
	ReservationWebhookTrigger: {
		name: 'reservationWebhookTrigger',
		displayName: 'Reservation Webhook Trigger',
	},
	HotelWebhookReply: { name: 'hotelWebhookReply', displayName: 'Hotel Webhook Reply' },
	HotelLog: { name: 'hotelLog', displayName: 'Hotel Log' },
	HotelReport: { name: 'hotelReport', displayName: 'Hotel Report' },
};

export const CREDENTIALS: Record<string, string> = {
	BookingComApi: 'bookingComApi',
	AirbnbApi: 'airbnbApi',
	CalendarFeedsApi: 'calendarFeedsApi',
	OperaApi: 'operaApi',
	SelfKeyApi: 'selfKeyApi',
	SignedWebhookApi: 'signedWebhookApi',
};

/** `now` must be offered, `later` may be; anything else is a name that nobody agreed on. */
export const OPERATIONS: Record<string, { now: string[]; later: string[] }> = {
	bookingCom: {
		now: [
			'reservation:getAll',
			'reservation:acknowledge',
			'reservation:reject',
			'availability:update',
			'availability:sendChanges',
			'rate:update',
		],
		later: [],
	},
	selfKey: {
		now: [
			'reservation:upsert',
			'booking:get',
			'booking:getAll',
			'availability:getAll',
			'availability:acknowledge',
			'restriction:create',
			'restriction:delete',
			'restriction:getAll',
			'roomClosure:replace',
			'establishment:get',
			'establishment:getAll',
			'frontDesk:get',
			'guestIdentity:getAll',
			'guestIdentity:update',
			'hotelSetting:check',
			'hotelSetting:get',
			'hotelSetting:update',
			'payment:create',
			'change:acknowledge',
			'subscriber:getAll',
			'subscriber:sendAgain',
		],
		later: [],
	},
	airbnb: {
		now: [
			'reservation:get',
			'reservation:getAll',
			'listing:getAll',
			'calendar:get',
			'calendar:update',
			'calendar:sendChanges',
			'calendarFeed:read',
			'calendarFeed:create',
		],
		later: [],
	},
	opera: {
		now: [
			'reservation:upsert',
			'reservation:cancel',
			'reservation:get',
			'reservation:getAll',
			'guest:upsert',
			'guest:get',
			'guest:getAll',
			'room:getAll',
			'inventory:getAll',
			'payment:create',
		],
		later: [],
	},
	hotelLog: { now: [], later: [] },
	hotelWebhookReply: { now: [], later: [] },
	hotelReport: { now: [], later: [] },
};
