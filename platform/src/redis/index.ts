export { openNode, openRedis, QUICK, whenReady } from './connection';
