// Before the body is read: cards that a script will fold away are never laid out.
{
  const { classList } = document.documentElement;
  classList.add("scripted");
  // The letters are there when the page's script measures them.
  for (const face of document.fonts) face.load();
  // Where the page's own script does not run, as of a file that was cut off, they stay.
  addEventListener("DOMContentLoaded", () => classList.toggle("scripted", "geotrackPage" in window));
}
