export { closePool as default } from './pool';
