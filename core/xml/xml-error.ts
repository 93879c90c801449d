/** What was wrong with a text that should have been XML; the message never quotes the text. */
export class XmlError extends Error {
	override readonly name = 'XmlError';
}
