/** What is said about what people write down of themselves, and what their programs are told. */
export const ownText = {
  goals: {
    title: 'Your goals',
    none: 'You have set yourself no goal yet.',
    until: (day: string) => `until ${day}`,
    reached: (progress: number, target: number) => `${progress} of ${target}`,
    statuses: { ACTIVE: 'Under way', COMPLETED: 'Reached', FAILED: 'Not reached' },
  },
  reports: {
    title: 'Your weeks and months',
    none: 'The first report comes when a week is over of which you have written something down.',
    periods: { WEEKLY: 'Week', MONTHLY: 'Month' },
    span: (from: string, to: string) => `${from} to ${to}`,
    facts: {
      activityCount: 'Days written down',
      studyHours: 'Hours of study',
      averageSleepHours: 'Hours of sleep, on average',
      averageMood: 'Mood, on average, of 5',
      goalsCompleted: 'Goals reached',
      goalsFailed: 'Goals not reached',
    },
    download: 'As a picture and a table',
  },
  suggestions: {
    title: 'Suggestions for you',
    none: 'There are none yet: they are made of what you write down.',
  },
  webhooks: {
    title: 'Where your programs hear of news',
    none: 'No address of yours is told anything. Programs are told by webhooks, which are made by the API.',
    statuses: {
      ACTIVE: 'Is told',
      PAUSED: 'Paused',
      DISABLED: 'Switched off',
      NOT_ALLOWED: 'Not told, because you may not see its news at the moment',
    },
  },
};
