// spokes: which actors do national security strategies name, how often, and where.
//
// libspokes reads documents in English and Chinese, finds every mention of a state or organisation of
// its dictionary, and keeps what it did not count together with the reason. The simplest call
// does the whole job, from a folder of documents to a folder of tables:
//
//     spokes_error err;
//     spokes_lexicon *lexicon;
//     if (spokes_lexicon_load(NULL, NULL, NULL, &lexicon, &err)) ...
//     spokes_run_options options = SPOKES_RUN_OPTIONS_INIT;
//     options.corpus_dir = "strategies";
//     options.out_dir = "out/first";
//     spokes_run_summary summary;
//     if (spokes_run(lexicon, &options, &summary, &err)) ...
//     spokes_lexicon_free(lexicon);
//
// The sections below follow the pipeline: errors, values, lexicon, matching, streams of text, runs.
//
// Text. All strings are UTF-8; NUL bytes inside a text are data. Positions of mentions count Unicode code
// points of the document's text, half open, because that is what R, Python and Java users index by;
// positions whose name ends in _byte count bytes of the same text.
//
// Threads. A spokes_lexicon is immutable after loading and may be shared by any number of threads. A
// spokes_matcher belongs to one thread at a time. There is no global state and no call to initialise.
//
// Ownership. A pointer that is returned or handed to a callback is borrowed from the object it
// came from. A pointer that comes back through a parameter named `out` is the caller's, to be freed by the matching
// _free.
#ifndef SPOKES_H
#define SPOKES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(SPOKES_BUILD) && defined(__GNUC__)
#define SPOKES_API __attribute__((visibility("default")))
#else
#define SPOKES_API
#endif

// ---- Version -----------------------------------------------------------------------------------

#define SPOKES_VERSION "0.1.0"

// The version of the library that is linked, as SPOKES_VERSION of its header.
SPOKES_API const char *spokes_version(void);

// ---- Status and errors ---------------------------------------------------------------------------

typedef enum spokes_status {
  SPOKES_OK = 0,
  SPOKES_E_NOMEM,     // memory is out
  SPOKES_E_IO,        // a file could not be read or written
  SPOKES_E_FORMAT,    // a file is not what it should be (broken gzip, CSV, JSON)
  SPOKES_E_ENCODING,  // text in no known charset, or bytes that its charset does not allow
  SPOKES_E_DICT,      // faults in the dictionary; each went to the diagnostics callback
  SPOKES_E_RULE,      // a context rule failed while it ran
  SPOKES_E_LIMIT,     // a limit was hit (see limits in the documentation)
  SPOKES_E_ARG,       // an argument makes no sense
  SPOKES_E_STATE,     // a call out of order
  SPOKES_E_VERSION    // data of another version
} spokes_status;

// Why a call failed. The caller owns it; every function takes NULL for "not interested".
typedef struct spokes_error {
  spokes_status code;
  uint32_t column;  // field of a CSV row, counted from 1; 0 = none
  uint64_t line;    // line of path, counted from 1; 0 = none
  char path[512];   // the file at fault, or empty; a longer path keeps its end
  char message[512];
} spokes_error;

// Writes "path:line:column: message" with the parts that are known; at most out_cap bytes with the NUL.
SPOKES_API void spokes_error_format(const spokes_error *err, char *out, size_t out_cap);
// A short English name of a status ("input/output").
SPOKES_API const char *spokes_status_name(spokes_status status);

// ---- Values ----------------------------------------------------------------------------------------

// How a mention names its actor. The order is that of the columns of counts.csv.
typedef enum spokes_kind {
  SPOKES_KIND_NAME,
  SPOKES_KIND_ACRONYM,
  SPOKES_KIND_ABBREV,
  SPOKES_KIND_DEMONYM,
  SPOKES_KIND_METONYM,
  SPOKES_KIND_COUNT
} spokes_kind;

// Which kinds `mentions` counts: names = name + acronym + abbrev; explicit = names + demonym; all = explicit + metonym.
typedef enum spokes_count_rule { SPOKES_COUNT_NAMES, SPOKES_COUNT_EXPLICIT, SPOKES_COUNT_ALL } spokes_count_rule;

// Where in a document a mention stands.
typedef enum spokes_zone {
  SPOKES_ZONE_BODY,
  SPOKES_ZONE_HEADING,
  SPOKES_ZONE_FOOTNOTE,
  SPOKES_ZONE_REFERENCE,
  SPOKES_ZONE_TABLE,
  SPOKES_ZONE_RUNNING,
  SPOKES_ZONE_FRONT,
  SPOKES_ZONE_COUNT
} spokes_zone;

SPOKES_API const char *spokes_kind_name(spokes_kind kind);  // "name", "acronym", ...
SPOKES_API const char *spokes_zone_name(spokes_zone zone);  // "body", "heading", ...
// Reads a list of zones such as "body,heading" as one bit for each; false when it names another or `running`, whose
// mentions are never counted.
SPOKES_API bool spokes_zones_parse(const char *list, unsigned *zones_out);
SPOKES_API bool spokes_kind_is_counted(spokes_kind kind, spokes_count_rule rule);
SPOKES_API const char *spokes_count_rule_name(spokes_count_rule rule);  // "names", "explicit", "all"

// Where results go. write returns false when it failed; it is then not called again.
typedef struct spokes_sink {
  bool (*write)(void *context, const char *bytes, size_t len);
  void *context;
} spokes_sink;

// Receives one fault or warning at a time; the record is valid during the call only.
typedef void spokes_diagnostic_fn(void *context, const spokes_error *fault);

// ---- Lexicon ------------------------------------------------------------------------------------------

// The dictionary, checked and compiled: immutable, shared by threads.
typedef struct spokes_lexicon spokes_lexicon;

// Loads the dictionary in folder dir (NULL: the one that belongs to this program: $SPOKES_DICT, the installed one, or
// that of the source tree the program was built in). All files are checked as a whole; each fault goes to on_fault (may
// be NULL). Returns SPOKES_E_DICT when there was any fault, SPOKES_E_IO when there is no dictionary.
SPOKES_API spokes_status spokes_lexicon_load(const char *dir, spokes_diagnostic_fn *on_fault, void *context,
                                             spokes_lexicon **out, spokes_error *err);

typedef struct spokes_lexicon_options {
  const char *const *dirs;  // folders, each added to those before it; NULL among them is the program's own dictionary
  size_t dir_count;         // 0: the program's own dictionary alone
  bool keep_rows;           // keep the rows as they are written, for the functions of the section Dictionaries
  bool no_cache;            // read the files even where a compiled image of them is at hand, and keep none
} spokes_lexicon_options;

// As spokes_lexicon_load, for several dictionaries put together. Actors that an earlier one has keep its row, and forms
// that repeat an earlier one's for the same actor are passed over; a form for another actor is a fault.
SPOKES_API spokes_status spokes_lexicon_load_with(const spokes_lexicon_options *options, spokes_diagnostic_fn *on_fault,
                                                  void *context, spokes_lexicon **out, spokes_error *err);
SPOKES_API void spokes_lexicon_free(spokes_lexicon *lexicon);  // NULL is allowed

// Loading compiles: what the matcher needs is laid out in one image. The image of the program's own dictionary is built
// with the program; those of others are kept in $SPOKES_CACHE/lexicons, else $XDG_CACHE_HOME/spokes/lexicons, else
// ~/.cache/spokes/lexicons, where that can be written, and mapped when just the same files are loaded again. So an
// edited row takes effect at once. These two do the same with a file of your own: opening takes about a millisecond and
// does not look at any dictionary.
//
// Writes the image to path, which has the old contents or the new ones. Rows that were kept are not in it.
SPOKES_API spokes_status spokes_lexicon_save(const spokes_lexicon *lexicon, const char *path, spokes_error *err);
// Maps an image; the file must not be changed while the lexicon lives, but may be replaced. SPOKES_E_IO: cannot be
// read; SPOKES_E_VERSION: of another program; SPOKES_E_FORMAT: damaged. Any file may be tried: every number in it is
// checked.
SPOKES_API spokes_status spokes_lexicon_open(const char *path, spokes_lexicon **out, spokes_error *err);

// Number of actors, and their ids and English names by index below that number.
SPOKES_API size_t spokes_lexicon_actor_count(const spokes_lexicon *lexicon);
SPOKES_API const char *spokes_lexicon_actor_id(const spokes_lexicon *lexicon, size_t actor);
SPOKES_API const char *spokes_lexicon_actor_name(const spokes_lexicon *lexicon, size_t actor);

// The number of the actor that is called so, by its id in any letter case or by its English name; SIZE_MAX when there
// is none.
SPOKES_API size_t spokes_lexicon_find_actor(const spokes_lexicon *lexicon, const char *name);

// ---- Matching ---------------------------------------------------------------------------------------------

// One mention, or one candidate that was not counted. Strings are borrowed from the lexicon or the matcher's text.
typedef struct spokes_mention {
  uint64_t start, end;            // code points of the text
  uint64_t start_byte, end_byte;  // bytes of the same text
  const char *actor;              // actor id; of an exclusion: the actor that it would have been
  const char *rule;               // id of the dictionary row that decided
  const char *reason;             // exclusions: why it was not counted; mentions: NULL
  const char *form;               // the dictionary form, as it is written there
  int64_t antecedent;             // start (code points) of the mention that a short form rests on, or -1
  uint64_t page, line;            // counted from 1
  uint64_t passage, sentence;     // counted from 1
  spokes_kind kind;
  spokes_zone zone;
} spokes_mention;

typedef struct spokes_matcher spokes_matcher;

typedef struct spokes_match_options {
  const char *lang;    // "en", "zh", or NULL: told from the text
  const char *date;    // YYYY[-MM[-DD]] of the text, or NULL: today's names
  const char *issuer;  // actor id of the text's issuer, or NULL
} spokes_match_options;

#define SPOKES_MATCH_OPTIONS_INIT \
  { NULL, NULL, NULL }

// A matcher keeps buffers between texts; the lexicon must outlive it.
SPOKES_API spokes_status spokes_matcher_new(const spokes_lexicon *lexicon, spokes_matcher **out, spokes_error *err);
SPOKES_API void spokes_matcher_free(spokes_matcher *matcher);

// Finds the mentions of text (len bytes of valid UTF-8, which must stay until the next call). Results
// replace those of the call before. options may be NULL.
SPOKES_API spokes_status spokes_matcher_run(spokes_matcher *matcher, const char *text, size_t len,
                                            const spokes_match_options *options, spokes_error *err);
SPOKES_API size_t spokes_matcher_mention_count(const spokes_matcher *matcher);
SPOKES_API size_t spokes_matcher_exclusion_count(const spokes_matcher *matcher);
// Both in the order of the text; index below the count.
SPOKES_API spokes_mention spokes_matcher_mention(const spokes_matcher *matcher, size_t index);
SPOKES_API spokes_mention spokes_matcher_exclusion(const spokes_matcher *matcher, size_t index);

// What else stands in the characters of a mention or exclusion: another form, a word, a pair, another reading of a
// Chinese short form.
typedef struct spokes_rival {
  uint64_t start_byte, end_byte;  // of the text
  const char *actor;              // "" = a non-mention, a word, a pair
  const char *rule;               // id of its row; "" = a word of ICU's dictionary
  const char *reason;             // class of a non-mention, "word"; "" = none
} spokes_rival;

// Writes at most cap rivals, the longest first; returns how many. Index as above.
SPOKES_API size_t spokes_matcher_mention_rivals(const spokes_matcher *matcher, size_t index, spokes_rival *out,
                                                size_t cap);
SPOKES_API size_t spokes_matcher_exclusion_rivals(const spokes_matcher *matcher, size_t index, spokes_rival *out,
                                                  size_t cap);

// ---- Documents ----------------------------------------------------------------------------------------------

// One document as text, with what its corpus knows of it.
typedef struct spokes_source spokes_source;

// Reads the document with that id from a corpus; with corpus_dir NULL, id is the path of a file, whose name tells its
// date and issuer where it does (us_2015_nss.txt). Any format and charset, gzipped or not. SPOKES_E_ARG when there is
// no such id, SPOKES_E_IO with the reason when it cannot be read.
SPOKES_API spokes_status spokes_source_open(const spokes_lexicon *lexicon, const char *corpus_dir, const char *id,
                                            spokes_source **out, spokes_error *err);
SPOKES_API void spokes_source_free(spokes_source *source);  // NULL is allowed
// The text: valid UTF-8 without byte-order mark, *len_out bytes. Borrowed from the source, like the strings below.
SPOKES_API const char *spokes_source_text(const spokes_source *source, size_t *len_out);
// What is to be said of the text ("3 undecodable byte sequences replaced (GB18030)"), or "".
SPOKES_API const char *spokes_source_message(const spokes_source *source);
// Language, date and issuer, as options for a matcher.
SPOKES_API spokes_match_options spokes_source_options(const spokes_source *source);

// The mentions of a document, with the paragraphs, headings and notes that its format marks. The text they point into
// is the source's, which must stay until the matcher's next call. options NULL: those of the source.
SPOKES_API spokes_status spokes_matcher_run_source(spokes_matcher *matcher, const spokes_source *source,
                                                   const spokes_match_options *options, spokes_error *err);

// ---- Streams of text ------------------------------------------------------------------------------------------

typedef struct spokes_tag_options {
  bool jsonl;        // input is JSON lines {"id","text","lang"?}; otherwise plain text
  const char *name;  // what messages call the input ("-")
  const char *lang;  // as in spokes_match_options, for plain text and lines without "lang"
  spokes_diagnostic_fn
      *on_fault;  // a line that is no valid JSON, text that is no valid UTF-8: reported, then the next one
  void *fault_context;
  spokes_matcher *matcher;  // of the same lexicon, borrowed, for many inputs in turn; NULL: one is made for this input
  unsigned threads;         // for plain text of some megabytes; 0: one per processor
} spokes_tag_options;

// Reads bytes into buffer and returns how many (0 at the end); SIZE_MAX when reading failed.
typedef size_t spokes_read_fn(void *context, char *buffer, size_t cap);

// Writes the mentions of a stream as JSON lines, in the order of the input, in constant memory: one object per input
// line with jsonl, one object per mention of plain text. *faults_out (may be NULL) counts the lines left out.
SPOKES_API spokes_status spokes_tag(const spokes_lexicon *lexicon, const spokes_tag_options *options,
                                    spokes_read_fn *read, void *read_context, const spokes_sink *sink,
                                    uint64_t *faults_out, spokes_error *err);

// The same for a file: plain text is read as a stream; a document of another format, or one that is packed, as a whole.
// One that cannot be read is told to on_fault and counted.
SPOKES_API spokes_status spokes_tag_file(const spokes_lexicon *lexicon, const spokes_tag_options *options,
                                         const char *path, const spokes_sink *sink, uint64_t *faults_out,
                                         spokes_error *err);

// ---- Runs over a corpus ------------------------------------------------------------------------------------------

typedef struct spokes_progress {
  uint64_t documents_done, documents;
  uint64_t bytes_done, bytes;
} spokes_progress;

typedef struct spokes_run_options {
  const char *corpus_dir;
  const char *out_dir;   // made when missing; its tables are replaced when the run has finished
  const char *dict_dir;  // as it was given, for run.json only
  unsigned threads;      // 0: one per processor
  spokes_count_rule count;
  bool gzip_mentions;  // mentions.csv.gz and exclusions.csv.gz
  bool no_mentions;    // neither of the two files
  bool no_words;       // words are not counted; what is measured by them (tokens, rates, dispersion) stays empty
  uint64_t seed;       // for resampling, printed with every result
  uint32_t resamples;  // draws of the bootstrap behind every interval; 0: none
  const char
      *partners;    // "all" states (NULL), the issuer's "allies", its "partners" and allies, or a file of actor ids
  unsigned zones;   // whose mentions are counted, one bit for each spokes_zone; 0: all but running lines
  bool dedupe;      // passages that stand in a document twice are counted once
  const char *hub;  // actor id of the hub that relative salience and typology refer to; NULL: USA
  const char *cache_dir;  // where results of documents are kept for the next run (spokes_cache_find); NULL: nowhere
  void (*on_progress)(void *context, const spokes_progress *progress);  // from one thread at a time; may be NULL
  spokes_diagnostic_fn *on_warning;  // failed documents, guessed metadata; may be NULL
  void *context;                     // for both
} spokes_run_options;

// 2000 draws, and none in a corpus of more than 32 MB: there they would cost more than all the rest.
#define SPOKES_RESAMPLES_AUTO UINT32_MAX

#define SPOKES_RUN_OPTIONS_INIT \
  { .count = SPOKES_COUNT_EXPLICIT, .seed = 1, .resamples = SPOKES_RESAMPLES_AUTO }

typedef struct spokes_actor_total {
  const char *actor;   // id, borrowed from the lexicon
  uint64_t mentions;   // under the run's counting rule, over all documents
  uint64_t documents;  // that mention it
} spokes_actor_total;

// Where a run's time went, in seconds. The stages are sums over the threads.
typedef struct spokes_run_timing {
  unsigned threads;
  uint64_t documents_read, documents_kept;  // kept: their results were those of an earlier run
  uint64_t bytes_read;                      // of the documents that were read
  double read, prepare, match, count, measure, resample, write;
  double cpu, wall;  // of the whole run
} spokes_run_timing;

typedef struct spokes_run_summary {
  uint64_t documents, failed;
  uint64_t bytes, tokens, mentions, exclusions;
  uint64_t damaged, repaired;  // places of text damage (damage.csv)
  int64_t gained;              // mentions that hang on repairs, less those that repairs took away
  spokes_actor_total top[20];  // most mentioned actors, by mentions, then id
  size_t top_count;
  spokes_run_timing timing;
} spokes_run_summary;

// Writes to out, at most out_cap bytes with the NUL, the folder of this user where programs keep what they can compute
// again: $SPOKES_CACHE, else $XDG_CACHE_HOME/spokes, else $HOME/.cache/spokes. SPOKES_E_IO when there is none,
// SPOKES_E_LIMIT when it does not fit.
SPOKES_API spokes_status spokes_cache_find(char *out, size_t out_cap, spokes_error *err);

// Reads every document of the corpus, and writes documents.csv, mentions.csv, exclusions.csv, counts.csv, salience.csv,
// comentions.csv, damage.csv, typology.csv, network.csv, comentions.graphml and run.json to out_dir. A document that
// fails is a row with its reason and is counted in summary->failed; the run goes on. The output does not depend on
// `threads`. The tables appear together, after everything was computed. With cache_dir, a document is read again only
// when it, what the corpus says of it, the dictionary, the options or the program changed; the output is the same byte
// for byte, and a cache that is damaged or cannot be written is done without.
SPOKES_API spokes_status spokes_run(const spokes_lexicon *lexicon, const spokes_run_options *options,
                                    spokes_run_summary *summary, spokes_error *err);

// ---- Finished runs ---------------------------------------------------------------------------------------------

// Finds the run below the folder parent ("out") that was finished last, and writes its path to out, at most out_cap
// bytes with the NUL. SPOKES_E_IO when there is none, SPOKES_E_LIMIT when it does not fit.
SPOKES_API spokes_status spokes_run_find_newest(const char *parent, char *out, size_t out_cap, spokes_error *err);

// What one document says of one actor, from which the figure under any counting rule can be read.
typedef struct spokes_rule_count {
  const char *actor;                  // id
  uint64_t kinds[SPOKES_KIND_COUNT];  // mentions of each kind
  uint64_t excluded[3];  // by spokes_count_rule: candidates that were not counted, of the kinds that the rule counts
  uint64_t implied;      // mentions of groupings that the actor belonged to
} spokes_rule_count;

// The mentions under a counting rule; inclusive: with the candidates of its kinds that were not counted, which is what
// a search for the bare forms finds ("Ctrl-F").
//
// Example. A text with China 10 times by itself, South China Sea 2 times and Chinese once has names 10, names inclusive
// 12, explicit 11, explicit inclusive 13.
SPOKES_API uint64_t spokes_rule_count_figure(const spokes_rule_count *count, spokes_count_rule rule, bool inclusive);

// The counts of one document, most mentions under `explicit` first, then inclusive of exclusions, then by id.
typedef struct spokes_rule_counts spokes_rule_counts;

// From counts.csv of the finished run in run_dir. SPOKES_E_ARG when the run has no document doc_id.
SPOKES_API spokes_status spokes_rule_counts_read(const char *run_dir, const char *doc_id, spokes_rule_counts **out,
                                                 spokes_error *err);
// From a source, matched for the purpose. `implied` follows the rule `explicit`.
SPOKES_API spokes_status spokes_rule_counts_make(const spokes_lexicon *lexicon, const spokes_source *source,
                                                 spokes_rule_counts **out, spokes_error *err);
SPOKES_API void spokes_rule_counts_free(spokes_rule_counts *counts);  // NULL is allowed
SPOKES_API size_t spokes_rule_counts_count(const spokes_rule_counts *counts);
SPOKES_API spokes_rule_count spokes_rule_counts_item(const spokes_rule_counts *counts, size_t index);

// ---- Agreement with human coding -------------------------------------------------------------------------------

typedef struct spokes_validate_options {
  const char *gold;         // file: JSON lines as `tag --jsonl` writes them, with the texts; or CSV as mentions.csv
  const char *corpus_dir;   // the texts of a CSV file, by doc_id; may be NULL
  const char *run_dir;      // the mentions of this run are judged, instead of matching the texts; may be NULL
  spokes_count_rule count;  // mentions of other kinds are not scored
  spokes_diagnostic_fn *on_fault;  // faults of the file (SPOKES_E_FORMAT) and doubts (SPOKES_OK); may be NULL
  void *context;
} spokes_validate_options;

#define SPOKES_VALIDATE_OPTIONS_INIT \
  { .count = SPOKES_COUNT_EXPLICIT }

// A figure that is not available (0/0) is NaN.
typedef struct spokes_score {
  uint64_t right, wrong, missed;
  double precision, recall, f1;
} spokes_score;

// A predicted mention is right when a coded mention of the same document and actor overlaps it, each coded mention
// being used once. Counts are compared over the pairs of a document and an actor that either side names.
typedef struct spokes_validation_summary {
  uint64_t documents, documents_right;  // right: nothing wrong, nothing missed
  spokes_score micro;
  spokes_score macro_actors, macro_kinds;  // means over the actors, the kinds
  double kinds_agree, spans_exact;         // shares of the right mentions
  uint64_t cells;                          // pairs of a document and an actor
  double mean_absolute_error;              // of the counts
  double spearman;                         // rank correlation, ties sharing their mean rank
  double alpha;                            // Krippendorff's, interval
} spokes_validation_summary;

typedef struct spokes_named_score {
  const char *name;  // actor id, or name of a kind
  bool is_kind;
  spokes_score score;
} spokes_named_score;

// A mention that only one side has.
typedef struct spokes_difference {
  bool is_missed;  // coded, but not found; otherwise found, but not coded
  const char *doc_id, *actor;
  spokes_kind kind;
  uint64_t start, end;            // code points
  const char *text;               // of the document; NULL = not at hand
  size_t text_len;                // bytes
  uint64_t start_byte, end_byte;  // of the mention in text
  // The dictionary form and the deciding row; of a missed mention, those of the candidate in its place that was not
  // counted, with the reason. "" = none.
  const char *form, *rule, *reason;
} spokes_difference;

typedef struct spokes_validation spokes_validation;

// Compares; the lexicon must outlive the result. SPOKES_E_FORMAT when the file has faults, SPOKES_E_ARG when its texts
// are nowhere.
SPOKES_API spokes_status spokes_validate(const spokes_lexicon *lexicon, const spokes_validate_options *options,
                                         spokes_validation **out, spokes_error *err);
SPOKES_API void spokes_validation_free(spokes_validation *validation);  // NULL is allowed
SPOKES_API const spokes_validation_summary *spokes_validation_get_summary(const spokes_validation *validation);
// Kinds, then actors, each with most mentions first.
SPOKES_API size_t spokes_validation_score_count(const spokes_validation *validation);
SPOKES_API spokes_named_score spokes_validation_score(const spokes_validation *validation, size_t index);
// By document, then in the order of the text.
SPOKES_API size_t spokes_validation_difference_count(const spokes_validation *validation);
SPOKES_API spokes_difference spokes_validation_difference(const spokes_validation *validation, size_t index);

// ---- Tables to look at --------------------------------------------------------------------------------------------

typedef enum spokes_format {
  SPOKES_FORMAT_TABLE,  // columns in line, for a terminal; wide characters count two places
  SPOKES_FORMAT_CSV,
  SPOKES_FORMAT_TSV,  // tabs and line ends inside a cell become blanks
  SPOKES_FORMAT_JSON,
  SPOKES_FORMAT_JSONL,
  SPOKES_FORMAT_MD
} spokes_format;

#define SPOKES_FORMAT_NAMES "table|csv|tsv|json|jsonl|md"

// A table that is filled cell by cell, row after row.
typedef struct spokes_grid spokes_grid;

typedef struct spokes_grid_column {
  const char *name;
  bool is_number;  // aligned to the right; no quotes in JSON
} spokes_grid_column;

// columns are copied, their names are borrowed.
SPOKES_API spokes_status spokes_grid_new(const spokes_grid_column *columns, size_t column_count, spokes_grid **out,
                                         spokes_error *err);
SPOKES_API void spokes_grid_free(spokes_grid *grid);  // NULL is allowed
// The next cell; text is len bytes of valid UTF-8, copied. A lack of memory is reported by spokes_grid_write.
SPOKES_API void spokes_grid_text(spokes_grid *grid, const char *text, size_t len);
SPOKES_API void spokes_grid_number(spokes_grid *grid, uint64_t number);
// With so many decimals, a point as decimal mark; NaN leaves the cell empty.
SPOKES_API void spokes_grid_real(spokes_grid *grid, double number, int decimals);
SPOKES_API spokes_status spokes_grid_write(const spokes_grid *grid, spokes_format format, const spokes_sink *sink,
                                           spokes_error *err);

// ---- Corpora that grow ---------------------------------------------------------------------------------------------

typedef enum spokes_add_result {
  SPOKES_ADD_ADDED,       // a new document
  SPOKES_ADD_REPLACED,    // it took the place of one that was there
  SPOKES_ADD_THERE,       // refused: its bytes, or its issuer, date, series and language, are there already
  SPOKES_ADD_INCOMPLETE,  // refused: something that must be known cannot be told
  SPOKES_ADD_FAILED,      // cannot be read or downloaded
  SPOKES_ADD_RESULT_COUNT
} spokes_add_result;

SPOKES_API const char *spokes_add_result_name(spokes_add_result result);  // "added", "replaced", ...

// One thing that is known of a document, and what told it ("file name", "line 3").
typedef struct spokes_add_fact {
  const char *field, *value, *origin;
} spokes_add_fact;

// What became of one document. Everything is borrowed, for the time of the call.
typedef struct spokes_added {
  const char *input;  // as it was given; of a folder: the file in it
  spokes_add_result result;
  const char *message;  // why it was refused; of others: what is to be said, or ""
  const spokes_add_fact *facts;
  size_t fact_count;
} spokes_added;

typedef struct spokes_add_options {
  const char *corpus_dir;  // made when missing
  // What is known of the document, as manifest.csv has it; NULL: the document and its name tell. With several documents
  // id, title and source_url must be NULL.
  const char *id, *issuer, *date, *series, *lang, *title, *source_url, *license, *notes;
  bool replace;                      // put it in place of what is there already
  bool allow_private;                // follow addresses into private networks
  uint64_t max_bytes;                // of a document; 0: 256 MiB
  unsigned total_seconds;            // for a download; 0: 600
  unsigned stall_seconds;            // with less than 256 bytes a second; 0: 30
  spokes_diagnostic_fn *on_message;  // faults of the manifest, waiting for another program; may be NULL
  void (*on_added)(void *context, const spokes_added *added);  // each document, when all are done; may be NULL
  void *context;                                               // for both
} spokes_add_options;

#define SPOKES_ADD_OPTIONS_INIT \
  { .corpus_dir = NULL }

typedef struct spokes_add_summary {
  uint64_t results[SPOKES_ADD_RESULT_COUNT];  // documents with each result
} spokes_add_summary;

// Adds files, folders with the documents below them, and http or https addresses to a corpus: copies each document into
// its documents/ folder and enters it in its manifest, which is made when there is none. All documents enter together,
// by one renaming of the manifest; after a failure or an interruption the corpus is what it was. One document that is
// refused or fails does not keep out the others: the result is then still SPOKES_OK.
//
// SPOKES_E_ARG when an option makes no sense, SPOKES_E_FORMAT when the manifest has faults. Downloads use libcurl,
// whose own initialisation is not to run in two threads at once.
SPOKES_API spokes_status spokes_add(const spokes_lexicon *lexicon, const spokes_add_options *options,
                                    const char *const *inputs, size_t input_count, spokes_add_summary *summary,
                                    spokes_error *err);

// The published documents that the file at path lists (NULL: the catalogue that belongs to this program), those of one
// issuer when it is not NULL: id,issuer,date,series,title,lang,source_url,license,status,link,notes. Faults of the file
// go to on_fault (may be NULL), then the result is SPOKES_E_FORMAT. The table is the caller's.
SPOKES_API spokes_status spokes_published_list(const char *path, const char *issuer, spokes_diagnostic_fn *on_fault,
                                               void *context, spokes_grid **out, spokes_error *err);

// Adds documents of that list, with what it knows of them, each by itself as spokes_add does. The options' own facts
// (id to notes) are not used. SPOKES_E_ARG, before anything is done, when the list has no such id.
SPOKES_API spokes_status spokes_fetch(const spokes_lexicon *lexicon, const char *path,
                                      const spokes_add_options *options, const char *const *ids, size_t id_count,
                                      spokes_add_summary *summary, spokes_error *err);

// ---- Views of a finished run ---------------------------------------------------------------------------------------
//
// Each reads the tables of run_dir and writes one table to a sink. The lexicon must know the actors of the run.

typedef struct spokes_typology_view_options {
  const char *run_dir;
  const char *hub;            // NULL: that of the run
  const char *grouping;       // only this one (SYSTEM: the whole system); NULL: all
  uint32_t from, until;       // years, 0 = open
  uint32_t window;            // a row for each span of so many years; 0: one for all
  bool lifetime;              // only documents issued while their state was a member
  bool calibrate;             // instead: thresholds fitted to the reference labels, with each label left out in turn
  double u_strong, c_strong;  // thresholds; 0: the program's
  uint32_t resamples;
  uint64_t seed;  // 0: that of the run
  unsigned threads;
  spokes_format format;
} spokes_typology_view_options;

typedef struct spokes_typology_summary {
  uint64_t seed;
  double u_strong, c_strong;           // the thresholds used
  size_t labelled, decided, agreeing;  // groupings with a reference label; with enough documents; that agree
  double u_fitted, c_fitted;           // calibrate: the fitted thresholds
  size_t fitted_agreeing;              // under them
  size_t left_out_agreeing;            // each under thresholds that were fitted to the others
} spokes_typology_summary;

SPOKES_API spokes_status spokes_typology_view(const spokes_lexicon *lexicon,
                                              const spokes_typology_view_options *options, const spokes_sink *sink,
                                              spokes_typology_summary *summary, spokes_error *err);

typedef enum spokes_group_by {
  SPOKES_BY_DOCUMENT,
  SPOKES_BY_ISSUER,
  SPOKES_BY_YEAR,
  SPOKES_BY_ISSUER_YEAR,
  SPOKES_BY_SERIES  // of one issuer
} spokes_group_by;

typedef enum spokes_salience_sort {
  SPOKES_SORT_RANK,
  SPOKES_SORT_MENTIONS,
  SPOKES_SORT_SHARE,
  SPOKES_SORT_RATE,
  SPOKES_SORT_COVERAGE,
  SPOKES_SORT_PSI,
  SPOKES_SORT_ACTOR
} spokes_salience_sort;

// Documents of a group are pooled: sums of mentions, units and tokens, then the indices. Its dispersion is over its
// documents, and its intervals come from resampling documents; a group of one document has the document's own.
typedef struct spokes_salience_view_options {
  const char *run_dir;
  const char *doc, *issuer, *series, *actor;  // filters; NULL: all
  uint32_t from, until;                       // years, 0 = open
  spokes_group_by by;
  spokes_salience_sort sort;  // inside a group; all but rank and actor: the largest first
  uint64_t top;               // rows of each group, 0 = all
  spokes_format format;
} spokes_salience_view_options;

SPOKES_API spokes_status spokes_salience_view(const spokes_lexicon *lexicon,
                                              const spokes_salience_view_options *options, const spokes_sink *sink,
                                              spokes_error *err);

typedef enum spokes_diff_show { SPOKES_DIFF_STEPS, SPOKES_DIFF_TREND, SPOKES_DIFF_PASSAGES } spokes_diff_show;

// Two documents, or the editions of an issuer: its documents (of one series), those of a year pooled.
typedef struct spokes_diff_options {
  const char *run_dir;
  const char *old_doc, *new_doc;  // or NULL and
  const char *issuer, *series;    // series may be NULL
  uint32_t from, until;           // years of the editions, 0 = open
  bool ends;                      // only the first and the last edition
  const char *actor;              // only this one
  double prior;                   // weight of the log odds' prior, in tokens; 0: 500
  spokes_diff_show show;
  spokes_diagnostic_fn *on_warning;  // languages that differ; may be NULL
  void *context;
  spokes_format format;
} spokes_diff_options;

SPOKES_API spokes_status spokes_diff_view(const spokes_lexicon *lexicon, const spokes_diff_options *options,
                                          const spokes_sink *sink, spokes_error *err);

// ---- Dictionaries ------------------------------------------------------------------------------------------------
//
// These functions look at the rows as they are written: the lexicon must have been loaded with keep_rows, otherwise the
// result is SPOKES_E_STATE. A table that comes back through `out` is the caller's, to be freed with spokes_grid_free.

typedef struct spokes_dict_filter {
  size_t actor;      // number of an actor; SIZE_MAX: all
  const char *lang;  // "en" or "zh"; NULL: both
  spokes_kind kind;  // SPOKES_KIND_COUNT: all
} spokes_dict_filter;

// The forms that name actors, a row for each: id,actor,lang,form,kind,strength,rank,case,rules,default,from,until,note,
// file,line. strength and rank are those of one-character Chinese short forms.
SPOKES_API spokes_status spokes_dict_list(const spokes_lexicon *lexicon, const spokes_dict_filter *filter,
                                          spokes_grid **out, spokes_error *err);

// All that the dictionary says of an actor: its names, short forms and pairs, the non-mentions that cover a form of it,
// the rules that its names ask or that give it candidates, its memberships and members.
SPOKES_API spokes_status spokes_dict_show(const spokes_lexicon *lexicon, size_t actor, spokes_grid **out,
                                          spokes_error *err);

// What is no fault but should be looked at: warning,file,line,id,message. Warnings are: cannot-win (a form that is not
// found where it stands alone), blocks-nothing (a non-mention or word that is in no name's way), two-actors (one form
// for two, told apart by letter case only), unused-rules, no-form (an actor without a form in a language),
// unknown-validity (a membership without a beginning).
SPOKES_API spokes_status spokes_dict_check(const spokes_lexicon *lexicon, spokes_grid **out, uint64_t *count_out,
                                           spokes_error *err);

typedef enum spokes_dict_format {
  SPOKES_DICT_CSV,
  SPOKES_DICT_JSON,
  SPOKES_DICT_NEWSMAP,  // YAML of newsmap and quanteda: region, actor, list of forms, with * in globs
  SPOKES_DICT_LIWC      // .dic text; import only
} spokes_dict_format;

// Writes the dictionary, or its forms of one language (lang NULL: both).
SPOKES_API spokes_status spokes_dict_export(const spokes_lexicon *lexicon, spokes_dict_format format, const char *lang,
                                            const spokes_sink *sink, spokes_error *err);

typedef struct spokes_dict_import_options {
  const char *path;
  spokes_dict_format format;         // NEWSMAP or LIWC
  const char *out_dir;               // made when missing; must not hold a dictionary
  spokes_diagnostic_fn *on_warning;  // what could not be taken over as it is; may be NULL
  void *context;
} spokes_dict_import_options;

typedef struct spokes_dict_import_summary {
  uint64_t actors, new_actors;  // with forms; of them, not in the reference
  uint64_t forms, warnings;
} spokes_dict_import_summary;

// Makes a dictionary folder of a seed dictionary. The lexicon is the reference that tells what a key means (an actor's
// id, English name or country code), how a form is written, and which forms a glob stands for; its rows are not needed.
SPOKES_API spokes_status spokes_dict_import(const spokes_lexicon *lexicon, const spokes_dict_import_options *options,
                                            spokes_dict_import_summary *summary, spokes_error *err);

#ifdef __cplusplus
}
#endif

#endif
