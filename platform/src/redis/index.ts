export { openRedis, QUICK, whenReady } from './connection';
