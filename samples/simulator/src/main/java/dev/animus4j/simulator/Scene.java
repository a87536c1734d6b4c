package dev.animus4j.simulator;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Scene of an image; the first whose words occur in the prompt is rendered. */
enum Scene {
  SUNSET("sunset|sunrise|dusk|dawn", Seas::sunset),
  CITY("city|cities|town|street|skyline|building", Skies::city),
  NIGHT("night|star|moon|space|galaxy", Skies::night),
  MOUNTAINS("mountain|hill|alps|peak|snow|volcano", Lands::mountains),
  FOREST("forest|tree|wood|jungle|garden", Lands::forest),
  OCEAN("ocean|sea|beach|wave|island|lake", Seas::day),
  ABSTRACT("abstract", Skies::balloons);

  private final Pattern pattern;
  private final Consumer<Canvas> painting;

  Scene(String pattern, Consumer<Canvas> painting) {
    this.pattern = Pattern.compile("\\b(" + pattern + ")");
    this.painting = painting;
  }

  void paint(Canvas canvas) {
    painting.accept(canvas);
  }

  static Optional<Scene> find(String prompt) {
    String lower = prompt.toLowerCase(Locale.ROOT);
    return Arrays.stream(values()).filter(scene -> scene.pattern.matcher(lower).find()).findFirst();
  }
}
