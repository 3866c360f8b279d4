/** What the large world is made of. Order and number decide the data: change them and every event changes. */
export const ADJECTIVES = [
  'Midnight', 'Golden', 'Quiet', 'Electric', 'Wandering', 'Paper', 'Velvet', 'Northern', 'Salt', 'Copper', 'Hidden', 'Summer', 'Winter', 'Borrowed',
  'Crooked', 'Floating', 'Open', 'Secret', 'Silver', 'Slow', 'Small', 'Sunday', 'Third', 'Urban', 'Wild', 'Wooden', 'Young', 'Amber', 'Blue', 'Distant',
]; // prettier-ignore
export const NOUNS = [
  'Lantern', 'Harbour', 'Garden', 'Orchard', 'Ravine', 'Bridge', 'Ferry', 'Kitchen', 'Workshop', 'Library', 'Meadow', 'Tram', 'Market', 'Observatory',
  'Piano', 'Quartet', 'River', 'Rooftop', 'Studio', 'Theatre', 'Umbrella', 'Village', 'Window', 'Bicycle', 'Chess', 'Drum', 'Fiddle', 'Island', 'Kite',
  'Lighthouse', 'Mosaic', 'Notebook', 'Opera', 'Puppet', 'Quilt', 'Radio', 'Sketchbook', 'Telescope', 'Violin', 'Waltz',
]; // prettier-ignore
export const FORMATS = [
  'Festival', 'Night', 'Concert', 'Walk', 'Tour', 'Class', 'Parade', 'Fair', 'Session', 'Premiere', 'Meetup', 'Exhibition', 'Brunch', 'Marathon',
  'Reading', 'Revue', 'Showcase', 'Social', 'Tasting', 'Weekend', 'Jam', 'Ball', 'Clinic', 'Retreat',
]; // prettier-ignore
export const PROSE = (
  'a about after all along an and are around arrive art artists at audience band before begin best bring by children city coffee come community ' +
  'dance day doors draw drink early easy enjoy evening every experience families famous favourite feel film find first food for free friends from ' +
  'gallery gather get give great group guests guide hands hear history home hour house in inside instruments into invite it join journey jazz keep ' +
  'kids kitchen know late laugh learn leave level light like listen live local long make many meet members moment more morning music musicians near ' +
  'neighbourhood new night of old on open or our outdoors over paint park people perform piano place play please poetry quiet read rhythm river room ' +
  'rush saxophone seats see share short show sing skyline small song songs space speak spring stage stairs start stories street strings summer sun ' +
  'talk taste teach team tell tent thanks that the theatre their them there this through ticket tickets time to together toronto town tradition try ' +
  'two under until up us view visit voices walk warm watch water way wear week welcome well what when while who wine winter with wonder words work ' +
  'workshop world write year yoga you your youth zine'
).split(' ');
export const TAGS = ['acoustic', 'all-ages', 'beginners', 'bilingual', 'craft', 'dogs-welcome', 'drinks', 'family', 'folk', 'food', 'free', 'indie', 'indoors',
  'jazz', 'late', 'local', 'networking', 'outdoors', 'poetry', 'pride', 'seniors', 'small', 'student', 'sunrise', 'vegan', 'vintage', 'waterfront', 'weekly', 'women', 'youth']; // prettier-ignore

/** Name, latitude, longitude; the first is where most happens. */
export const CITIES: readonly (readonly [string, number, number])[] = [
  ['Toronto', 43.6534, -79.3839], ['Montréal', 45.5089, -73.5617], ['Ottawa', 45.4215, -75.6972], ['Vancouver', 49.2827, -123.1207],
  ['Halifax', 44.6488, -63.5752], ['Winnipeg', 49.8951, -97.1384], ['Hamilton', 43.2557, -79.8711], ['Calgary', 51.0447, -114.0719],
]; // prettier-ignore
