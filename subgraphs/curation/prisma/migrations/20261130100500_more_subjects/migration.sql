-- AlterEnum: a value can be used only after the transaction that adds it.
ALTER TYPE "SubjectKind" ADD VALUE 'EVENT';
ALTER TYPE "SubjectKind" ADD VALUE 'REVISION';
ALTER TYPE "SubjectKind" ADD VALUE 'POST';
ALTER TYPE "SubjectKind" ADD VALUE 'COMMENT';
ALTER TYPE "SubjectKind" ADD VALUE 'GROUP';
ALTER TYPE "SubjectKind" ADD VALUE 'VENUE';
ALTER TYPE "SubjectKind" ADD VALUE 'ORGANIZATION';
