import { useQuery } from '@apollo/client/react';
import { EventReviewsDocument, ReviewEventDocument } from '@marquee/client/operations';
import { useAction } from '../../parts/action';
import { Field } from '../../parts/field';
import { Form } from '../../parts/form';
import { moment } from '../../parts/format';
import { More } from '../../parts/more';
import { tell } from '../../parts/notices';
import { Empty, Shown } from '../../parts/states';
import { useViewer } from '../../session/viewer';
import { text } from '../../text';

const PAGE = 10;
const RATINGS = [5, 4, 3, 2, 1];

/** What people who were there say; who was there may say it, once. */
export function Reviews({ id, mayReview }: { id: string; mayReview: boolean }) {
  const { fetchMore, ...result } = useQuery(EventReviewsDocument, { variables: { id, first: PAGE } });
  const { viewer } = useViewer();
  const own = result.data?.event?.reviews?.nodes.some(({ author }) => author !== null && author.id === viewer?.user.id) ?? true;
  return (
    <section aria-label={text.reviews.title}>
      <h2>{text.reviews.title}</h2>
      <Shown of={result}>
        {({ event }) => (
          <>
            {event?.averageRating != null && <p>{text.reviews.average(event.averageRating, event.reviews?.totalCount ?? 0)}</p>}
            {event?.reviews?.nodes.length === 0 && <Empty>{text.reviews.none}</Empty>}
            <ul className="list">
              {event?.reviews?.nodes.map(({ id: reviewId, rating, text: said, createdAt, author, reply }) => (
                <li key={reviewId} className="card">
                  <h3>
                    {author?.displayName ?? text.event.somebody} <span className="soft">{text.reviews.stars(rating)}</span>
                  </h3>
                  <p className="prose">{said}</p>
                  <p className="soft">{moment(createdAt)}</p>
                  {reply && (
                    <p>
                      <b>{text.reviews.reply}</b> {reply.text}
                    </p>
                  )}
                </li>
              ))}
            </ul>
            {event?.reviews && <More after={event.reviews.pageInfo} load={(after) => fetchMore({ variables: { after } })} />}
          </>
        )}
      </Shown>
      {mayReview && !own && <Write eventId={id} />}
    </section>
  );
}

function Write({ eventId }: { eventId: string }) {
  const review = useAction(ReviewEventDocument, { refetch: ['EventReviews'] });
  const send = async ({ rating = '', said = '' }: Record<string, string>) => {
    if (await review.run({ eventId, rating: Number(rating), text: said.trim() })) tell(text.reviews.thanks);
  };
  return (
    <Form
      label={text.reviews.write}
      busy={review.busy}
      problem={review.problem}
      submit={text.reviews.send}
      onSubmit={(values) => void send(values)}
    >
      <Field label={text.reviews.rating}>
        <select name="rating" required defaultValue="">
          <option value="" disabled>
            {text.reviews.choose}
          </option>
          {RATINGS.map((rating) => (
            <option key={rating} value={rating}>
              {text.reviews.stars(rating)}
            </option>
          ))}
        </select>
      </Field>
      <Field label={text.reviews.words}>
        <textarea name="said" maxLength={5_000} />
      </Field>
    </Form>
  );
}
