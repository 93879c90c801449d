import {
	NodeConnectionTypes,
	NodeOperationError,
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { replyTo } from './reply/reply-to';

/** Answers the sender of a webhook with the outcome, so that it repeats what failed and nothing else. */
export class HotelWebhookReply implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Hotel Webhook Reply',
		name: 'hotelWebhookReply',
		icon: { light: 'file:hotelWebhookReply.svg', dark: 'file:hotelWebhookReply.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: 'done, send again, or do not send again',
		description: "Answers the sender of this package's webhook triggers: done, send again, or do not send again",
		defaults: { name: 'Hotel Webhook Reply' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		properties: [
			{
				displayName:
					'Put this node at the end of every branch, errors included, behind a Merge where branches run side by side: the first answer counts. It answers 200 if everything went well, 500 if something failed that may succeed later (the sender repeats it), and 422 if nothing that failed can succeed later.<br><br>The trigger must be set to respond after the flow is done.',
				name: 'replyNotice',
				type: 'notice',
				default: '',
			},
			{
				displayName: 'Success Is',
				name: 'success',
				type: 'options',
				options: [
					{
						name: 'No Error',
						value: 'noError',
						description: 'For flows that write with nodes from outside this package',
					},
					{
						name: 'Written',
						value: 'written',
						description:
							'Every item must carry the outcome of a node of this package that wrote it; otherwise 500, so that nothing is lost if a node was deactivated',
					},
				],
				default: 'noError',
				description: 'When the sender is told that everything went well',
			},
		],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const items = this.getInputData();
		const { statusCode, body } = replyTo(
			items.map(({ json }) => json),
			this.getNodeParameter('success', 0, 'noError') === 'written',
		);
		try {
			await this.sendResponse({
				statusCode,
				headers: { 'content-type': 'application/json' },
				body: body as unknown as IDataObject,
			});
		} catch (error) {
			if (!this.continueOnFail()) {
				throw new NodeOperationError(this.getNode(), 'The answer could not be handed to n8n', {
					description:
						'The sender gets none and sends the message again. See whether n8n is short of memory or its workers are down',
				});
			}
			this.logger.warn(
				`The answer to a webhook could not be handed to n8n (${error instanceof Error ? error.name : typeof error})`,
			);
		}
		return [items.map((item, index) => ({ ...item, pairedItem: { item: index } }))];
	}
}
