package dev.animus4j.simulator;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** What there is to see in a picture; the first whose words a prompt has is drawn. */
enum Scene {
  SUNSET("sunset|sunrise|dusk|dawn", Seas::sunset),
  CITY("city|cities|town|street|skyline|building", Skies::city),
  NIGHT("night|star|moon|space|galaxy", Skies::night),
  MOUNTAINS("mountain|hill|alps|peak|snow|volcano", Lands::mountains),
  FOREST("forest|tree|wood|jungle|garden", Lands::forest),
  OCEAN("ocean|sea|beach|wave|island|lake", Seas::day),
  ABSTRACT("abstract", Skies::balloons);

  private final Pattern words;
  private final Consumer<Canvas> painting;

  Scene(String words, Consumer<Canvas> painting) {
    this.words = Pattern.compile("\\b(" + words + ")");
    this.painting = painting;
  }

  void paint(Canvas canvas) {
    painting.accept(canvas);
  }

  static Optional<Scene> named(String prompt) {
    String lower = prompt.toLowerCase(Locale.ROOT);
    return Arrays.stream(values()).filter(one -> one.words.matcher(lower).find()).findFirst();
  }
}
