/** How a signed webhook came, for the editor's preview. */
import { object, text, textOrNull, yesOrNo } from './operations/output-schema';

export const deliveryOutput = object({
	deliveryId: textOrNull,
	receivedAt: text,
	signedAt: textOrNull,
	orderUnknown: yesOrNo,
});
