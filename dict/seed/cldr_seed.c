/*
 * cldr_seed.c: print seed rows for the name lists of `spokes` from CLDR, through ICU4C.
 *
 * For every current region with a two-letter and a three-letter ISO 3166-1 code the program prints, in the
 * column order of dict/names/ (id,actor,lang,form,kind,case,rules,default,from,until,note), the
 * names that CLDR has in English, in Chinese and in Chinese in traditional characters. Besides the
 * standard name it prints CLDR's short name ("US") and its variant name ("Ivory Coast") where
 * there is one. The actor id is ICU's own alpha-3 code; Kosovo is XKX, as CLDR gives it.
 *
 * A form is printed once: forms that become equal when letter case, diacritics, quotes, dashes and
 * traditional characters are folded (as the dictionary's normaliser does) are one form, so most
 * traditional spellings drop out. A form that two actors share is printed for the first of them and
 * reported on standard error.
 *
 * The output is raw material. The product is the curated CSV files in dict/names/, which were
 * completed and corrected by hand; running this program never changes them.
 *
 * Build: cc -std=c11 -O2 -o cldr_seed cldr_seed.c $(pkg-config --cflags --libs icu-uc icu-i18n)
 * Run:   ./cldr_seed > seed.csv          (all regions and languages)
 *        ./cldr_seed en > seed_en.csv    (English rows only; `zh` likewise)
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <unicode/uenum.h>
#include <unicode/uldnames.h>
#include <unicode/uloc.h>
#include <unicode/uregion.h>
#include <unicode/ures.h>
#include <unicode/ustring.h>
#include <unicode/utrans.h>
#include <unicode/uvernum.h>

/* ICU keeps its region names in a bundle of its own, beside the main data. */
#define REGION_BUNDLE "icudt" U_ICU_VERSION_SHORT "l-region"

enum { NAME_MAX_UNITS = 256, KEY_MAX_UNITS = 512, FORM_MAX_BYTES = 1024, MAX_REGIONS = 400, MAX_FORMS = 4000 };

struct region {
  char alpha2[4];
  char alpha3[4];
};

struct seen {
  UChar key[KEY_MAX_UNITS];
  char lang[3];
  char actor[4];
};

static struct region regions[MAX_REGIONS];
static size_t region_count;
static struct seen *seen;
static size_t seen_count;
static UTransliterator *folder;

static void die(const char *what, UErrorCode status) {
  fprintf(stderr, "cldr_seed: %s: %s\n", what, u_errorName(status));
  exit(EXIT_FAILURE);
}

static int by_alpha3(const void *a, const void *b) {
  return strcmp(((const struct region *)a)->alpha3, ((const struct region *)b)->alpha3);
}

static bool all_capitals(const char *s, size_t length) {
  if (strlen(s) != length) return false;
  for (; *s; s++)
    if (*s < 'A' || *s > 'Z') return false;
  return true;
}

/* A region that another one has replaced (SU, YU, DD) is not a territory of CLDR's list. */
static void load_regions(void) {
  UErrorCode status = U_ZERO_ERROR;
  UEnumeration *list = uregion_getAvailable(URGN_TERRITORY, &status);
  if (U_FAILURE(status)) die("cannot list the regions", status);
  const char *code;
  while ((code = uenum_next(list, NULL, &status)) != NULL && U_SUCCESS(status)) {
    if (!all_capitals(code, 2)) continue;
    char locale[8];
    snprintf(locale, sizeof locale, "und_%s", code);
    const char *alpha3 = uloc_getISO3Country(locale);
    if (!all_capitals(alpha3, 3)) continue;
    /* QO, XA, XB and ZZ are codes of CLDR for its own use; AC, CP, DG, EA, IC and TA are
       parts of other territories that ISO has only reserved. XK (Kosovo) stays. */
    if (strchr("QXZ", code[0]) && strcmp(code, "XK") != 0 && strcmp(code, "QA") != 0 && strcmp(code, "ZA") != 0 &&
        strcmp(code, "ZM") != 0 && strcmp(code, "ZW") != 0)
      continue;
    static const char *const reserved[] = {"AC", "CP", "CQ", "DG", "EA", "IC", "TA"};
    bool skip = false;
    for (size_t i = 0; i < sizeof reserved / sizeof *reserved; i++) skip = skip || strcmp(code, reserved[i]) == 0;
    if (skip) continue;
    if (region_count == MAX_REGIONS) die("more regions than expected", U_BUFFER_OVERFLOW_ERROR);
    snprintf(regions[region_count].alpha2, sizeof regions[region_count].alpha2, "%s", code);
    snprintf(regions[region_count].alpha3, sizeof regions[region_count].alpha3, "%s", alpha3);
    region_count++;
  }
  if (U_FAILURE(status)) die("cannot read the list of regions", status);
  uenum_close(list);
  qsort(regions, region_count, sizeof *regions, by_alpha3);
}

static void open_folder(void) {
  static const char rules[] =
      ":: NFKD; :: [:Mn:] Remove; :: NFC; :: Hant-Hans; :: Lower;"
      " [\\u2018\\u2019\\u02BB\\u02BC] > \\u0027; [\\u2010\\u2011\\u2013\\u2014] > \\u002D;";
  UChar urules[512], uid[8];
  u_uastrcpy(urules, rules);
  u_uastrcpy(uid, "fold");
  UErrorCode status = U_ZERO_ERROR;
  UParseError where;
  folder = utrans_openU(uid, -1, UTRANS_FORWARD, urules, -1, &where, &status);
  if (U_FAILURE(status)) die("cannot build the folding rules", status);
}

static void fold(const UChar *form, UChar *key) {
  UErrorCode status = U_ZERO_ERROR;
  u_strncpy(key, form, KEY_MAX_UNITS - 1);
  key[KEY_MAX_UNITS - 1] = 0;
  int32_t length = u_strlen(key), limit = length;
  utrans_transUChars(folder, key, &length, KEY_MAX_UNITS, 0, &limit, &status);
  if (U_FAILURE(status)) die("cannot fold a form", status);
  key[length] = 0;
}

/* True when the form is new in its language; remembers it. */
static bool remember(const UChar *form, const char *lang, const char *actor) {
  UChar key[KEY_MAX_UNITS];
  fold(form, key);
  for (size_t i = 0; i < seen_count; i++)
    if (strcmp(seen[i].lang, lang) == 0 && u_strcmp(seen[i].key, key) == 0) {
      if (strcmp(seen[i].actor, actor) != 0)
        fprintf(stderr, "cldr_seed: %s and %s share a form in %s\n", seen[i].actor, actor, lang);
      return false;
    }
  if (seen_count == MAX_FORMS) die("more forms than expected", U_BUFFER_OVERFLOW_ERROR);
  u_strcpy(seen[seen_count].key, key);
  snprintf(seen[seen_count].lang, sizeof seen[seen_count].lang, "%s", lang);
  snprintf(seen[seen_count].actor, sizeof seen[seen_count].actor, "%s", actor);
  seen_count++;
  return true;
}

static void print_field(const char *s) {
  if (strpbrk(s, ",\"\r\n") == NULL) {
    fputs(s, stdout);
    return;
  }
  putchar('"');
  for (; *s; s++) {
    if (*s == '"') putchar('"');
    putchar(*s);
  }
  putchar('"');
}

static bool is_acronym(const char *s) {
  size_t length = strlen(s);
  return length >= 2 && length <= 4 && all_capitals(s, length);
}

static void print_row(const struct region *region, const char *lang, const UChar *form, const char *note, int *number) {
  if (!remember(form, lang, region->alpha3)) return;
  char utf8[FORM_MAX_BYTES];
  UErrorCode status = U_ZERO_ERROR;
  u_strToUTF8(utf8, sizeof utf8, NULL, form, -1, &status);
  if (U_FAILURE(status)) die("cannot convert a form", status);
  printf("n.%s.%s.%d,%s,%s,", lang, region->alpha3, ++*number, region->alpha3, lang);
  print_field(utf8);
  printf(",%s,,,,,,", is_acronym(utf8) ? "acronym" : "name");
  print_field(note);
  putchar('\n');
}

/* Short and variant names live in side tables that uldn_ does not reach for the variants. */
static void print_from_table(const struct region *region, const char *locale, const char *lang, const char *table,
                             const char *note, int *number) {
  UErrorCode status = U_ZERO_ERROR;
  UResourceBundle *bundle = ures_open(REGION_BUNDLE, locale, &status);
  UResourceBundle *names = ures_getByKey(bundle, table, NULL, &status);
  int32_t length = 0;
  const UChar *form = ures_getStringByKey(names, region->alpha2, &length, &status);
  if (U_SUCCESS(status) && length > 0 && length < NAME_MAX_UNITS) print_row(region, lang, form, note, number);
  ures_close(names);
  ures_close(bundle);
}

static void print_standard(const struct region *region, const char *locale, const char *lang, const char *note,
                           int *number) {
  UErrorCode status = U_ZERO_ERROR;
  ULocaleDisplayNames *names = uldn_open(locale, ULDN_STANDARD_NAMES, &status);
  UChar form[NAME_MAX_UNITS];
  uldn_regionDisplayName(names, region->alpha2, form, NAME_MAX_UNITS, &status);
  if (U_FAILURE(status)) die("cannot read a region name", status);
  uldn_close(names);
  /* ICU answers with the code itself when CLDR has no name. */
  UChar code[4];
  u_uastrcpy(code, region->alpha2);
  if (u_strcmp(form, code) != 0) print_row(region, lang, form, note, number);
}

int main(int argc, char **argv) {
  static const struct {
    const char *locale, *lang, *note;
  } sources[] = {
      {"en", "en", "CLDR"},
      {"zh", "zh", "CLDR"},
      {"zh_Hant", "zh", "CLDR zh_Hant"},
      {"zh_Hant_HK", "zh", "CLDR zh_Hant_HK"},
  };
  const char *only = argc > 1 ? argv[1] : NULL;
  if (argc > 2 || (only && strcmp(only, "en") != 0 && strcmp(only, "zh") != 0)) {
    fprintf(stderr, "usage: cldr_seed [en|zh]\n");
    return EXIT_FAILURE;
  }
  seen = calloc(MAX_FORMS, sizeof *seen);
  if (seen == NULL) die("out of memory", U_MEMORY_ALLOCATION_ERROR);
  load_regions();
  open_folder();
  puts("id,actor,lang,form,kind,case,rules,default,from,until,note");
  for (size_t r = 0; r < region_count; r++) {
    int number = 0;
    const char *last = "";
    for (size_t s = 0; s < sizeof sources / sizeof *sources; s++) {
      const char *lang = sources[s].lang, *locale = sources[s].locale;
      if (only && strcmp(only, lang) != 0) continue;
      if (strcmp(lang, last) != 0) number = 0;
      last = lang;
      char note[64];
      print_standard(&regions[r], locale, lang, sources[s].note, &number);
      snprintf(note, sizeof note, "%s short name", sources[s].note);
      print_from_table(&regions[r], locale, lang, "Countries%short", note, &number);
      snprintf(note, sizeof note, "%s variant name", sources[s].note);
      print_from_table(&regions[r], locale, lang, "Countries%variant", note, &number);
    }
  }
  utrans_close(folder);
  free(seen);
  return ferror(stdout) || fflush(stdout) != 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
