import { withFields } from '../shared/operations/output-schema';
import { deliveryOutput } from '../shared/delivery-output';
import { reservationOutput } from '../shared/reservation-output';

export const output = withFields(reservationOutput, { webhook: deliveryOutput });
