// The codes of ISO 639-1 in one string, two letters each.

#include "corpus/languages.h"

#include <string.h>

static const char codes[] =
    "aaabaeafakamanarasavayazbabebgbhbibmbnbobrbscacechcocrcscucvcydadedvdzeeeleneoeseteufafffifjfofrfygagdglgngugvhahe"
    "hi"
    "hohrhthuhyhziaidieigiiikioisitiujajvkakgkikjkkklkmknkokrkskukvkwkylalblglilnloltlulvmgmhmimkmlmnmrmsmtmynanbndneng"
    "nl"
    "nnnonrnvnyocojomorospapiplpsptqurmrnrorurwsascsdsesgsiskslsmsnsosqsrssstsusvswtatetgthtitktltntotrtstttwtyugukuruz"
    "ve"
    "vivowawoxhyiyozazhzu";

bool spokes__language_is_known(const char *text, size_t len) {
  if (len == 5) return !memcmp(text, "mixed", 5) || !memcmp(text, "other", 5);
  for (size_t i = 0; len == 2 && i + 2 < sizeof codes; i += 2)
    if (!memcmp(codes + i, text, 2)) return true;
  return false;
}
