// The codes of ISO 639-1 in one string, two letters each. A guess looks at scripts first; texts in Latin letters are
// told apart by words that make up a tenth and more of any prose.

#include "corpus/languages.h"

#include <stdint.h>
#include <string.h>

#include "base/utf8.h"

#define SAMPLE_BYTES (1u << 17)

static const char codes[] =
    "aaabaeafakamanarasavayazbabebgbhbibmbnbobrbscacechcocrcscucvcydadedvdzeeeleneoeseteufafffifjfofrfygagdglgngugvhahe"
    "hi"
    "hohrhthuhyhziaidieigiiikioisitiujajvkakgkikjkkklkmknkokrkskukvkwkylalblglilnloltlulvmgmhmimkmlmnmrmsmtmynanbndneng"
    "nl"
    "nnnonrnvnyocojomorospapiplpsptqurmrnrorurwsascsdsesgsiskslsmsnsosqsrssstsusvswtatetgthtitktltntotrtstttwtyugukuruz"
    "ve"
    "vivowawoxhyiyozazhzu";

static bool is_code(const char *text) {
  for (size_t i = 0; i + 2 < sizeof codes; i += 2)
    if (!memcmp(codes + i, text, 2)) return true;
  return false;
}

static bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool spokes__language_is_known(const char *text, size_t len) {
  if (len == 5 && (!memcmp(text, "mixed", 5) || !memcmp(text, "other", 5))) return true;
  if (len < 2 || !is_code(text)) return false;
  bool after_mark = false;
  for (size_t i = 2; i < len; i++) {
    bool is_mark = text[i] == '-' || text[i] == '_';
    if (i == 2 ? !is_mark : is_mark ? after_mark : !is_letter_or_digit(text[i])) return false;
    after_mark = is_mark;
  }
  return !after_mark;
}

// ---- Scripts ----------------------------------------------------------------------------------------------

typedef enum script {
  OTHER,
  LATIN,
  HAN,
  KANA,
  HANGUL,
  CYRILLIC,
  ARABIC,
  THAI,
  DEVANAGARI,
  GREEK,
  HEBREW,
  SCRIPTS
} script;

static script script_of(uint32_t c) {
  static const struct {
    uint32_t from, to;
    script script;
  } ranges[] = {
      {'A', 'Z', LATIN},        {'a', 'z', LATIN},        {0xC0, 0x24F, LATIN},     {0x370, 0x3FF, GREEK},
      {0x400, 0x52F, CYRILLIC}, {0x590, 0x5FF, HEBREW},   {0x600, 0x6FF, ARABIC},   {0x900, 0x97F, DEVANAGARI},
      {0xE00, 0xE7F, THAI},     {0x1100, 0x11FF, HANGUL}, {0x1E00, 0x1EFF, LATIN},  {0x3040, 0x30FF, KANA},
      {0x3400, 0x4DBF, HAN},    {0x4E00, 0x9FFF, HAN},    {0xAC00, 0xD7AF, HANGUL}, {0x20000, 0x2FFFF, HAN}};
  for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
    if (c >= ranges[i].from && c <= ranges[i].to) return ranges[i].script;
  return OTHER;
}

// ---- Latin letters ----------------------------------------------------------------------------------------

static const struct {
  const char *code;
  const char *words;  // each between blanks
} small_words[] = {
    {"en", " the of and to in is that for with as by on are we our will this from have its be at their an or has not "},
    {"fr", " le la les des et du une dans est pour que qui sur par au aux nous avec pas sont cette ses plus "},
    {"de", " der die das und den von zu mit ist des auf im eine dem nicht wir sich auch als werden durch einer "},
    {"es", " el la los las de y en que del por con una para es se al como su sus nuestro más entre sobre "},
    {"it", " il la di che e in per del della le un una con dei alla delle gli nel sono più anche "},
    {"pt", " o a os as de e do da em que para com dos das uma no na por se mais ao como são "},
    {"nl", " de het een en van in is dat op te voor met zijn niet aan door ook bij wordt "},
    {"id", " dan yang di dengan untuk dari pada dalam ini ke adalah tidak akan sebagai oleh serta "},
    {"sv", " och att det som en på är av för med till den har inte om ett vi "},
    {"pl", " i w na z do się jest oraz nie że dla przez od jako "},
};

#define LATIN_COUNT (sizeof small_words / sizeof *small_words)
#define WORD_BYTES 12

static bool is_in(const char *words, const char *word, size_t len) {
  char key[WORD_BYTES + 3];
  key[0] = ' ';
  memcpy(key + 1, word, len);
  memcpy(key + 1 + len, " ", 2);
  return strstr(words, key) != NULL;
}

static bool is_word_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

static void count_word(const char *word, size_t len, uint64_t *hits) {
  char small[WORD_BYTES];
  if (len > sizeof small) return;
  for (size_t i = 0; i < len; i++) small[i] = word[i] >= 'A' && word[i] <= 'Z' ? (char)(word[i] - 'A' + 'a') : word[i];
  for (size_t i = 0; i < LATIN_COUNT; i++) hits[i] += is_in(small_words[i].words, small, len);
}

static bool has_marked_letters(const char *text, size_t len) {
  for (size_t at = 0, width; at < len; at += width) {
    uint32_t c = spokes__utf8_decode(text + at, &width);
    if (c >= 0xC0 && script_of(c) == LATIN) return true;
  }
  return false;
}

static const char *guess_latin(const char *text, size_t len) {
  uint64_t hits[LATIN_COUNT] = {0};
  for (size_t at = 0; at < len;) {
    size_t start = at;
    while (at < len && is_word_byte(text[at])) at++;
    if (at > start) count_word(text + start, at - start, hits);
    at += at == start;
  }
  size_t best = 0;
  uint64_t second = 0;
  for (size_t i = 1; i < LATIN_COUNT; i++)
    if (hits[i] > hits[best]) best = i;
  for (size_t i = 0; i < LATIN_COUNT; i++)
    if (i != best && hits[i] > second) second = hits[i];
  if (hits[best] && hits[best] * 4 >= second * 5) return small_words[best].code;
  // What has too few words to tell is read as English by a run; other letters than A to Z speak against it.
  return hits[0] == hits[best] && !has_marked_letters(text, len) ? "en" : "";
}

// ---- The guess --------------------------------------------------------------------------------------------

const char *spokes__language_guess(const char *text, size_t len) {
  static const char *const alone[SCRIPTS] = {[CYRILLIC] = "ru", [ARABIC] = "ar", [THAI] = "th",  [DEVANAGARI] = "hi",
                                             [GREEK] = "el",    [HEBREW] = "he", [HANGUL] = "ko"};
  uint64_t counts[SCRIPTS] = {0};
  if (len > SAMPLE_BYTES) len = SAMPLE_BYTES;
  for (size_t at = 0, width; at < len; at += width) counts[script_of(spokes__utf8_decode(text + at, &width))]++;
  // A Han character says as much as three Latin letters.
  uint64_t east = counts[HAN] + counts[KANA], west = counts[LATIN] / 3;
  for (script s = HANGUL; s < SCRIPTS; s++)
    if (alone[s] && counts[s] > east && counts[s] > west) return alone[s];
  if (counts[KANA] * 10 > east && east > west) return "ja";
  if (east && east > west / 4 && west > east / 4) return counts[KANA] * 10 > east ? "" : "mixed";
  if (east > west) return "zh";
  return counts[LATIN] > 3 ? guess_latin(text, len) : "";
}
