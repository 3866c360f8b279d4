-- What the processor keeps for a payment is an entry of its own. (In a migration of its own: a new value cannot be used where it is added.)
ALTER TYPE "EntryKind" ADD VALUE IF NOT EXISTS 'PROCESSOR_FEE' BEFORE 'PAYMENT';
