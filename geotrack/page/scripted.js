document.documentElement.classList.add("scripted");
onerror = () => document.documentElement.classList.remove("scripted");
