package io.thalweg.jobs.watch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AssetsTest {
  @ParameterizedTest
  @ValueSource(strings = {"/", "/page.js", "/charts.js", "/text.js", "/page.css", "/icon.svg"})
  void the_page_asks_nobody_else_and_makes_markup_of_nothing(String path) {
    String text = new String(Assets.at(path).orElseThrow().bytes(), UTF_8);

    assertThat(text.replace("http://www.w3.org/2000/svg", ""))
        .doesNotContain("//cdn", "http:", "https:", "url(", "@import")
        .doesNotContain("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(")
        .doesNotContain(" style=", "onclick", "onload");
  }

  @Test
  void charts_are_drawn_by_the_library_on_the_class_path() {
    assertThat(new String(Assets.at("/uPlot.js").orElseThrow().bytes(), UTF_8))
        .contains("export { uPlot as default }");
    assertThat(Assets.at("/uPlot.css").orElseThrow().type()).isEqualTo("text/css; charset=utf-8");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/index.html", "/../Assets.class", "//", "/page", "", "/META-INF/MANIFEST.MF"})
  void nothing_else_of_the_class_path_is_served(String path) {
    assertThat(Assets.at(path)).isEmpty();
  }
}
