export { LateOperations } from './late-operations';
export { LateReads } from './late-reads';
export { replicaOf, replicaShape } from './settings';
export { Replica, type ReplicaHealth } from './replica';
